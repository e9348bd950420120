import { useToast } from '../state/toast';

export function Toast() {
  const { text, on } = useToast();
  return (
    <div className={`toast${on ? ' on' : ''}`} role="status">
      {text}
    </div>
  );
}
