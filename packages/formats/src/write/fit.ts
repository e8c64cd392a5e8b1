/** Whether a column holds a value as it is: a number that is none, or does not fit, is never rounded or left out. */
import { formatError, type Place } from '../format.ts';
import type { WriteField } from './writer.ts';

/** Throws a {@link FormatError} that names the value and what the column holds. */
export function requireFit(field: WriteField, value: string | number, place: Place): void {
  const shown = { value: String(value).slice(0, 40) };
  const number = Number(value);
  if (field.type === 'integer' && (value === '' || (number | 0) !== number))
    throw formatError(place, 'write.integer', shown);
  if (field.type === 'real' && (value === '' || !Number.isFinite(number)))
    throw formatError(place, 'write.number', shown);
  if (field.type === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(String(value)))
    throw formatError(place, 'write.date', shown);
}
