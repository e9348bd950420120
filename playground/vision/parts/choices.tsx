import * as RadioGroup from '@radix-ui/react-radio-group';

interface Props {
  readonly label: string;
  readonly values: readonly { readonly value: string; readonly title: string }[];
  readonly value: string;
  readonly choose: (value: string) => void;
}

/** A few values beside each other, one of which holds. */
export function Choices({ label, values, value, choose }: Props) {
  return (
    <RadioGroup.Root className="choices" aria-label={label} orientation="horizontal" value={value} onValueChange={choose}>
      {values.map((one) => (
        <RadioGroup.Item key={one.value} value={one.value}>
          {one.title}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
