import { mayBeNull, type Option } from '../model/options';
import { wordsOf } from '../model/words';
import type { Value } from '../model/view';
import { figureText } from '../model/format';
import { usePlayground } from '../state/store';
import { OptionControl } from './option-control';
import { OptionHelp } from './option-help';

interface Props {
  readonly option: Option;
  /** undefined: what is taken anyway. */
  readonly value: Value | undefined;
  readonly change: (value: Value | undefined) => void;
}

/** One option: its name, its value, what it does in the plugin's words, and a way back to its default. */
export function OptionField({ option, value, change }: Props) {
  const bad = usePlayground(({ problem }) => problem?.field?.split('.').at(-1)?.replace(/\[.*$/, '') === option.name);
  const id = `option-${option.name}`;
  const current = value === undefined ? option.fallback : value;
  const set = (next: Value | undefined) =>
    change(next !== undefined && JSON.stringify(next) === JSON.stringify(option.fallback) ? undefined : next);
  const shown =
    typeof current === 'number' ? (
      figureText(current)
    ) : current === null && mayBeNull(option) ? (
      <span className="soft">the method’s own</span>
    ) : null;
  return (
    <div className={`field-group${bad ? ' bad' : ''}`}>
      <div className="field-row">
        <label htmlFor={id}>{wordsOf(option.name)}</label>
        {value !== undefined && (
          <button type="button" className="reset" aria-label={`Reset ${wordsOf(option.name)}`} onClick={() => change(undefined)}>
            Reset
          </button>
        )}
        {option.control.kind === 'switch' && <OptionControl id={id} option={option} value={current} change={set} invalid={bad} />}
        {option.control.kind === 'slider' && (
          <output className="num" htmlFor={id}>
            {shown}
          </output>
        )}
      </div>
      {option.control.kind !== 'switch' && <OptionControl id={id} option={option} value={current} change={set} invalid={bad} />}
      <OptionHelp id={`${id}-help`} text={option.description} />
    </div>
  );
}
