import type { Option } from '../model/options';
import { methodOf, type Task } from '../model/tasks';
import type { Layer, Value, Values } from '../model/view';
import { counted } from '../model/words';
import { askSoon } from '../state/ask-soon';
import { changeSide, withValue } from '../state/change';
import { usePlayground } from '../state/store';
import { sideOf } from './method-field';
import { OptionField } from './option-field';

/** So many stand open; the rest waits behind one line. */
const OPEN = 4;

/** The form that a method's manifest makes. */
export function OptionFields({ task, layer }: { task: Task; layer: Layer }) {
  const editing = usePlayground((playground) => playground.editing);
  const side = sideOf(layer, editing);
  const options = methodOf(task, side)?.options ?? [];
  const change = (name: string, value: Value | undefined) => {
    changeSide({ options: withValue(side.options, name, value) });
    askSoon();
  };
  const more = options.length > OPEN + 1 ? options.slice(OPEN) : [];
  return (
    <>
      <OptionFields.Of options={options.slice(0, options.length - more.length)} values={side.options} change={change} />
      {more.length > 0 && (
        <details className="more">
          <summary>{counted(more.length, 'more option')}</summary>
          <OptionFields.Of options={more} values={side.options} change={change} />
        </details>
      )}
    </>
  );
}

interface OfProps {
  readonly options: readonly Option[];
  readonly values: Values;
  readonly change: (name: string, value: Value | undefined) => void;
}

OptionFields.Of = function Of({ options, values, change }: OfProps) {
  return options.map((option) => (
    <OptionField key={option.name} option={option} value={values[option.name]} change={(value) => change(option.name, value)} />
  ));
};
