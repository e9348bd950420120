import type { InputHTMLAttributes } from 'react';

/** A native slider, with its filled part drawn from its value. */
export function Range({
  value,
  min,
  max,
  className = '',
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { value: number; min: number; max: number }) {
  return (
    <input
      type="range"
      className={className}
      value={value}
      min={min}
      max={max}
      style={{ '--v': `${((value - min) / (max - min)) * 100}%` }}
      {...rest}
    />
  );
}
