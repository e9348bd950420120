import * as Menu from '@radix-ui/react-dropdown-menu';
import { EllipsisVertical } from 'lucide-react';
import { PAGES } from './page-links';

/** The pages, where the top bar has no room for their names. */
export function PagesMenu() {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="btn ico pages-menu" aria-label="Pages" title="Pages">
        <EllipsisVertical aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" align="end" sideOffset={4}>
          {PAGES.map(({ title, href }) => (
            <Menu.Item key={href} className="btn" asChild>
              <a href={href}>{title}</a>
            </Menu.Item>
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
