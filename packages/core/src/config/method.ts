/** `identifier.method`: what its schema cannot say, since it depends on the point that is chosen. */
import type { IdentifierMethod } from '../identifier/method.ts';
import { normalMethod } from '../identifier/method-text.ts';
import { type ConfigProblem, shown } from './schema.ts';
import { checkZone } from './zone.ts';

const PATH = 'identifier.method';

/** The method with all that matters said. A key that would have no effect is refused: who wrote it expects one. */
export function buildMethod(method: IdentifierMethod, problems: ConfigProblem[]): IdentifierMethod {
  const { point, precision, plane } = method;
  const refuse = (key: 'precision' | 'origin' | 'vertices' | 'part', expected: string) => {
    if (method[key] === undefined) return;
    const path = `${PATH}.${key}`;
    const found = `${shown(method[key])}, point ${shown(point)}`;
    problems.push({ kind: 'value', path, found, expected, likely: null });
  };
  if (point !== 'polylabel') {
    refuse('precision', 'point "polylabel"');
    refuse('origin', 'point "polylabel"');
  } else if (precision === undefined) {
    const unit = plane === 'degrees' ? 'degrees (plane "degrees")' : 'metres';
    const expected = `number of ${unit}, for point "polylabel"`;
    problems.push({ kind: 'missing-key', path: `${PATH}.precision`, found: '', expected, likely: null });
  }
  if (point === 'polylabel' && method.part === 'whole') {
    refuse('part', 'roomiest | largest | first (point "polylabel" takes one part)');
  }
  if (point === 'pole') refuse('vertices', 'point other than "pole"');
  if (typeof plane === 'number') checkZone(plane, `${PATH}.plane`, problems);
  return normalMethod(method);
}
