/** `docs/reference.md`: what the program knows, from the tables it runs by. */
import type { Rule } from '@thuadat/core/check/rule';
import { ISSUES, type IssueInfo } from '@thuadat/core/issue/index';
import type { Format } from '@thuadat/formats/format';
import type { Route } from '@thuadat/server/route';

export type Registered = {
  readonly rules: readonly Rule[];
  readonly formats: readonly Format[];
  readonly routes: readonly Route[];
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text: string): string => `\`${text}\``;

const issueRow = ([name, info]: [string, IssueInfo]): string[] => [
  code(name),
  info.severity,
  info.vi,
  info.en,
  `${info.hintVi}<br>${info.hintEn}`,
];

export function referenceText({ rules, formats, routes }: Registered): string {
  return `# Reference

What the program knows: issues, rules, formats, routes. A test writes this page from the tables the program runs by and holds it
to them (\`UPDATE=1 npx vitest run scripts/completeness.test.ts\`).

## Issues

\`blocking\`: \`apply\` refuses the commune until it is decided or mended. \`error\`: the parcel is not fit for use, the run may go
on. \`warning\`: a person should look. \`info\`: said for the record. A config file may change severities.

${table(['code', 'severity', 'Vietnamese', 'English', 'what to do'], Object.entries(ISSUES).map(issueRow))}

## Rules

They run in this order over a commune and its neighbours.

${table(
  ['rule', 'looks at', 'issues'],
  rules.map(({ id, stage, codes }) => [
    code(id),
    stage === 'parcel' ? 'one record' : 'the records together',
    codes.map(code).join(', '),
  ]),
)}

## Formats read

${table(
  ['format', 'name', 'extensions'],
  formats.map(({ id, label, extensions }) => [code(id), label, extensions.map(code).join(' ')]),
)}

## Routes of \`serve\`

The whole description, with what each takes and gives, is at \`/api/openapi.json\`.

${table(
  ['route', 'id', 'permission', 'what'],
  routes.map(({ method, path, id, needs, summary }) => [
    code(`${method ?? 'GET'} ${path}`),
    code(id),
    needs ?? 'anybody',
    summary,
  ]),
)}
`;
}
