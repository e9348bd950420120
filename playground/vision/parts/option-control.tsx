import { parseValue, valueFromASTUntyped } from 'graphql';
import { mayBeNull, type Option } from '../model/options';
import { counted, wordsOf } from '../model/words';
import type { Value } from '../model/view';
import { PicturesControl } from './pictures-control';
import { Range } from './range';

interface Props {
  readonly id: string;
  readonly option: Option;
  readonly value: Value;
  readonly change: (value: Value | undefined) => void;
  readonly invalid: boolean;
}

/** What a value of this type is asked with. */
export function OptionControl({ id, option, value, change, invalid }: Props) {
  const { control } = option;
  const shared = { id, 'aria-describedby': `${id}-help`, 'aria-invalid': invalid || undefined };
  switch (control.kind) {
    case 'choice': {
      const chosen = control.values.find(({ name }) => name === value);
      return (
        <>
          <select
            {...shared}
            className="field select"
            value={chosen?.name ?? ''}
            onChange={({ target }) => change(target.value === '' ? undefined : target.value)}
          >
            {mayBeNull(option) && <option value="">The method’s own</option>}
            {control.values.map(({ name, title, description }) => (
              <option key={name} value={name} title={description}>
                {title}
              </option>
            ))}
          </select>
          {chosen?.description && value !== option.fallback && <p className="help chosen">{chosen.description}</p>}
        </>
      );
    }
    case 'slider':
      return (
        <div className="slide num">
          <span aria-hidden="true">{control.min}</span>
          <Range
            {...shared}
            className={value === null ? 'own' : ''}
            min={control.min}
            max={control.max}
            step={control.step}
            value={typeof value === 'number' ? value : (control.min + control.max) / 2}
            aria-valuetext={value === null ? 'the method’s own' : undefined}
            onChange={({ target }) => change(Number(Number(target.value).toFixed(4)))}
          />
          <span aria-hidden="true">{control.max}</span>
        </div>
      );
    case 'number':
      return (
        <input
          {...shared}
          className="field"
          type="number"
          step={control.whole ? 1 : 'any'}
          min={control.min ?? undefined}
          max={control.max ?? undefined}
          placeholder="the method’s own"
          value={typeof value === 'number' ? value : ''}
          onChange={({ target }) => change(target.value === '' ? undefined : Number(target.value))}
        />
      );
    case 'switch':
      return (
        <input {...shared} className="tick" type="checkbox" checked={value === true} onChange={({ target }) => change(target.checked)} />
      );
    case 'text':
      return (
        <input
          {...shared}
          className="field"
          value={typeof value === 'string' ? value : ''}
          onChange={({ target }) => change(target.value === '' ? undefined : target.value)}
        />
      );
    case 'texts':
      return (
        <textarea
          {...shared}
          className="field"
          rows={2}
          placeholder="One a line; empty: the method’s own"
          defaultValue={Array.isArray(value) ? value.join('\n') : ''}
          onBlur={({ target }) => {
            const texts = target.value.split('\n').filter((text) => text.trim() !== '');
            change(texts.length > 0 ? texts : undefined);
          }}
        />
      );
    case 'boxes': {
      const boxes = Array.isArray(value) ? value.length : value === null ? 0 : 1;
      return <p className="help">{boxes > 0 ? counted(boxes, 'box', 'boxes') : 'Drag a box on the picture, then “Use as an example”.'}</p>;
    }
    case 'pictures':
      return <PicturesControl label={wordsOf(option.name)} value={value} change={change} />;
    case 'literal':
      return (
        <textarea
          {...shared}
          className="field mono"
          rows={2}
          placeholder={`${option.type.replace(/!$/, '')}, as GraphQL writes it`}
          defaultValue={value === null ? '' : JSON.stringify(value)}
          onBlur={({ target }) => change(literal(target.value))}
        />
      );
  }
}

/** What is no value is left out. */
function literal(text: string): Value | undefined {
  if (text.trim() === '') return undefined;
  try {
    return valueFromASTUntyped(parseValue(text)) as Value;
  } catch {
    return undefined;
  }
}
