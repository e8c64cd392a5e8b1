/** What is wrong with a layer as a whole, besides its coordinates: its columns and their texts. `inspect` and `plan` say the same. */
import { type Issue, type IssueCode, issue } from '../issue/index.ts';
import { phrase, word } from '../issue/value.ts';
import { percent } from '../message/quantity.ts';
import type { RoleProblem } from '../parse/roles.ts';
import type { EncodingVerdict } from '../text/detect.ts';

/** A column and what its values show of their encoding. */
export type NamedText = { readonly name: string; readonly encoding: EncodingVerdict };

export const layerIssues = (
  sourceName: string,
  layerName: string,
  problems: readonly RoleProblem[],
  columns: readonly NamedText[],
): Issue[] => [
  ...roleIssues(problems, sourceName, layerName),
  ...columns.flatMap((column) => encodingIssues(column, sourceName, layerName)),
];

const ROLE_ISSUES = {
  ambiguous: 'column.ambiguous',
  duplicate: 'column.duplicate',
  'missing-column': 'column.missing',
  truncated: 'column.truncated',
  unit: 'column.unit',
} as const satisfies Record<RoleProblem['kind'], IssueCode>;

const roleIssues = (problems: readonly RoleProblem[], sourceName: string, layerName: string): Issue[] =>
  problems.map(({ kind, role, columns }) => {
    const at = { source: sourceName, layer: layerName, record: 0, field: columns[0] ?? '' };
    const expected = phrase('value.noted', { value: word(`role.${role}`), note: `\`${role}\`` });
    return issue(ROLE_ISSUES[kind], `${sourceName} / ${layerName}`, at, columns, expected);
  });

function encodingIssues(column: NamedText, sourceName: string, layerName: string): Issue[] {
  const { encoding, sure, needed, fontCapitals, legal, best } = column.encoding;
  const at = { source: sourceName, layer: layerName, record: 0, field: column.name };
  const subject = `${sourceName} / ${layerName} / ${column.name}`;
  const list = needed.map((one) => phrase('value.counted', { what: one.encoding, count: one.values }));
  const samples = needed.map((one) => [one.sample]);
  return [
    ...(encoding === 'mixed' ? [issue('encoding.mixed', subject, at, list, samples)] : []),
    ...(sure === 'unknown'
      ? [
          issue(
            'encoding.unknown',
            subject,
            at,
            phrase('value.counted', { what: best, count: percent(legal, 0) }),
            'Unicode, TCVN3 (ABC), VNI-Windows, Windows-1258',
          ),
        ]
      : []),
    ...(fontCapitals > 0
      ? [issue('encoding.font-capitals', subject, at, fontCapitals, 'HOàNG → HOÀNG')]
      : []),
  ];
}
