/** `identifier.method`: what its schema cannot say, since it depends on the point that is chosen. */
import type { IdentifierMethod } from '@thuadat/core/identifier/method';
import { normalMethod } from '@thuadat/core/identifier/method-text';
import { message } from '@thuadat/core/message/message';
import { CONFIG_MESSAGES, type ConfigMessage } from './messages.ts';
import { type ConfigProblem, shown } from './problem.ts';
import { checkZone } from './zone.ts';

const PATH = 'identifier.method';

/** The method with all that matters said. A key that would have no effect is refused: who wrote it expects one. */
export function buildMethod(method: IdentifierMethod, problems: ConfigProblem[]): IdentifierMethod {
  const { point, precision, plane } = method;
  const refuse = (key: 'precision' | 'origin' | 'vertices' | 'part', expected: ConfigMessage) => {
    if (method[key] === undefined) return;
    const path = `${PATH}.${key}`;
    const found = `${shown(method[key])}, point ${shown(point)}`;
    problems.push({ kind: 'value', path, found, expected, likely: null });
  };
  if (point !== 'polylabel') {
    const expected = message(CONFIG_MESSAGES, 'config.polylabel-only', {});
    refuse('precision', expected);
    refuse('origin', expected);
  } else if (precision === undefined) {
    const unit = plane === 'degrees' ? 'degrees' : 'metres';
    const expected = message(CONFIG_MESSAGES, `config.precision-${unit}`, {});
    problems.push({ kind: 'missing-key', path: `${PATH}.precision`, found: '', expected, likely: null });
  }
  if (point === 'polylabel' && method.part === 'whole') {
    refuse('part', message(CONFIG_MESSAGES, 'config.one-part', { parts: 'roomiest | largest | first' }));
  }
  if (point === 'pole') refuse('vertices', message(CONFIG_MESSAGES, 'config.not-pole', {}));
  if (typeof plane === 'number') checkZone(plane, `${PATH}.plane`, problems);
  return normalMethod(method);
}
