import { useLayoutEffect, useRef } from 'react';
import type { Point } from '../read/reading';
import { isBox, isThing, type FindingsProps } from './box-layer';
import { colorOf, placeOfName } from './color';
import { isHot } from './hot';

/** Names on the picture. They stay inside it, and step down where they would cover each other. */
export function Tags({ findings, hidden, hot, offset, texts, width, height, scoreFrom }: FindingsProps) {
  const around = useRef<HTMLDivElement>(null);
  const tags = findings.flatMap((finding) => {
    const { place, name, score, mask, box } = finding;
    if (hidden.includes(place)) return [];
    const color = colorOf(offset + placeOfName(name, texts, findings));
    if (mask?.anchor && !isThing(finding)) return [{ place, name, figure: null, at: mask.anchor, color }];
    if (!box || !isBox(finding, scoreFrom)) return [];
    const at: Point = { x: box.x, y: box.y };
    return [{ place, name, figure: score?.toFixed(2) ?? null, at, color }];
  });
  useLayoutEffect(() => {
    const element = around.current!;
    const arrange = () => keepApart(element);
    const observer = new ResizeObserver(arrange);
    observer.observe(element);
    arrange();
    return () => observer.disconnect();
  });
  return (
    <div ref={around} className={`tags${tags.some((tag) => isHot(hot, tag)) ? ' is-hot' : ''}`} aria-hidden="true">
      {tags.map(({ place, name, figure, at, color }) => (
        <span
          key={place}
          className={`tag${isHot(hot, { place, name }) ? ' hot' : ''}`}
          style={{ '--c': color, left: `${(at.x / width) * 100}%`, top: `${(at.y / height) * 100}%` }}
        >
          <i className="sw" />
          {name}
          {figure !== null && <span className="num">{figure}</span>}
        </span>
      ))}
    </div>
  );
}

function keepApart(around: HTMLElement): void {
  const [width, height] = [around.clientWidth, around.clientHeight];
  const tags = [...around.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
  const placed: { x: number; y: number; w: number; h: number }[] = [];
  for (const tag of tags) tag.style.translate = '';
  const origin = around.getBoundingClientRect();
  const wanted = tags.map((tag) => ({ tag, rect: tag.getBoundingClientRect() })).sort((a, b) => a.rect.top - b.rect.top);
  for (const { tag, rect } of wanted) {
    const [x0, y0, w, h] = [rect.left - origin.left, rect.top - origin.top, rect.width, rect.height];
    const x = Math.max(4, Math.min(width - w - 4, x0));
    let y = Math.max(4, Math.min(height - h - 4, y0));
    for (const other of placed)
      if (x < other.x + other.w + 2 && x + w + 2 > other.x && y < other.y + other.h + 3 && y + h + 3 > other.y) y = other.y + other.h + 3;
    placed.push({ x, y, w, h });
    tag.style.translate = `${Math.round(x - x0)}px ${Math.round(y - y0)}px`;
  }
}
