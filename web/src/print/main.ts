/** The record of a commune or sheet on paper: A4, laid out as official papers are, printed by the browser. */
import '../look/print.css';
import type { Problem } from '@thuadat/api/problem';
import type { RecordLine, RecordView } from '@thuadat/api/review';
import { type Child, element } from '../dom.ts';
import { type Language, type MessageKey, type Translate, translator } from '../i18n.ts';
import { ruleTitle } from '../rule-title.ts';
import { formatCount, formatDate, issueSentence, issueSubject } from '../wording.ts';

type Paper = { readonly record: RecordView; readonly t: Translate; readonly language: Language };

const table = (heads: readonly string[], rows: readonly (readonly Child[])[], name: string): HTMLElement =>
  element(
    'table',
    { class: name },
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element(
      'tbody',
      {},
      ...rows.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', {}, cell)))),
    ),
  );

const part = ({ t }: Paper, title: MessageKey, ...body: readonly Node[]): HTMLElement =>
  element('section', {}, element('h2', {}, t(title)), ...body);

/** State and motto at the right, the issuing body at the left, as Decree 30/2020/NĐ-CP places them. */
const letterhead = ({ t }: Paper): HTMLElement =>
  element(
    'header',
    { class: 'letterhead' },
    element('div', {}, element('p', { class: 'body' }, t('print.body')), element('p', {}, t('print.number'))),
    element(
      'div',
      {},
      element('p', { class: 'state' }, t('print.state')),
      element('p', { class: 'motto' }, t('print.motto')),
      element('p', { class: 'date' }, t('print.date')),
    ),
  );

function opening({ record, t, language }: Paper): HTMLElement {
  const { unit, province, sheet, run, plannedBy } = record;
  const values = { unit: unit.name, code: unit.code, province, asOf: formatDate(record.asOf, language) };
  const state = t(`state.${unit.state === 'applied' ? 'applied' : 'staged'}`);
  return element(
    'div',
    { class: 'opening' },
    element('h1', {}, t('print.title')),
    element('p', { class: 'subtitle' }, t('print.subtitle')),
    element('p', {}, t('print.about', values)),
    sheet === null ? null : element('p', {}, t('print.sheet', { sheet })),
    element(
      'p',
      {},
      t('print.run', { run, at: formatDate(record.plannedAt, language), by: plannedBy, state }),
    ),
  );
}

function figures(paper: Paper): HTMLElement {
  const { record, t, language } = paper;
  const { read, assigned, ambiguous, rejected } = record.counts;
  const count = (n: number) => formatCount(n, language);
  const counts = {
    read: count(read),
    assigned: count(assigned),
    ambiguous: count(ambiguous),
    rejected: count(rejected),
  };
  return part(
    paper,
    'print.counts',
    table(
      [t('print.read'), t('print.assigned'), t('print.ambiguous'), t('print.rejected')],
      [[counts.read, counts.assigned, counts.ambiguous, counts.rejected]],
      'figures',
    ),
    element('p', {}, t('print.adds', counts)),
  );
}

const sheets = (paper: Paper): HTMLElement =>
  part(
    paper,
    'print.sheets',
    table(
      (['print.old', 'print.oldSheet', 'print.scale', 'print.newSheet', 'print.parcels'] as const).map(
        (key) => paper.t(key),
      ),
      paper.record.sheets.map(({ oldCommune, oldSheet, scale, newSheet, parcels }) => [
        oldCommune,
        oldSheet,
        scale && `1:${scale}`,
        newSheet,
        formatCount(parcels, paper.language),
      ]),
      'sheets',
    ),
  );

const rules = (paper: Paper): HTMLElement =>
  part(
    paper,
    'print.rules',
    table(
      [paper.t('print.rule'), paper.t('print.cases'), paper.t('print.decided')],
      paper.record.rules.map(({ code, cases, decided }) => [
        ruleTitle(code, paper.language),
        formatCount(cases, paper.language),
        formatCount(decided, paper.language),
      ]),
      'rules',
    ),
  );

const finding = (line: RecordLine, language: Language): HTMLElement =>
  element('span', {}, `${issueSubject(line, language)}: `, issueSentence(line, language));

function verdictOf(line: RecordLine, t: Translate): string {
  const verdict = line.verdict === null ? '' : t(`case.${line.verdict}`);
  return [verdict, line.choice, line.reason].filter(Boolean).join('; ');
}

function lines(
  paper: Paper,
  title: 'print.decisions' | 'print.open',
  list: readonly RecordLine[],
): HTMLElement {
  const { t, language } = paper;
  if (list.length === 0) return part(paper, title, element('p', {}, t('print.none')));
  const decided = title === 'print.decisions';
  const heads = [t('print.no'), t('print.subject'), ...(decided ? [t('print.verdict'), t('print.who')] : [])];
  const rows = list.map((line, at) => [
    String(at + 1),
    finding(line, language),
    ...(decided
      ? [
          verdictOf(line, t),
          [line.who, line.at && formatDate(line.at, language), line.approvedBy].filter(Boolean).join('; '),
        ]
      : []),
  ]);
  return part(paper, title, table(heads, rows, decided ? 'decisions' : 'open'));
}

const signatures = ({ t }: Paper): HTMLElement =>
  element(
    'footer',
    { class: 'signatures' },
    ...(['print.sign.reviewer', 'print.sign.commune', 'print.sign.office'] as const).map((key) =>
      element('div', {}, element('strong', {}, t(key)), element('em', {}, t('print.sign.hint'))),
    ),
  );

function draw(paper: Paper): void {
  const { record, t, language } = paper;
  document.documentElement.lang = language;
  document.title = `${t('print')} – ${record.unit.name}${record.sheet === null ? '' : ` – ${record.sheet}`}`;
  document.body.replaceChildren(
    element('button', { type: 'button', class: 'print', onclick: () => print() }, t('print.do')),
    element(
      'main',
      {},
      letterhead(paper),
      opening(paper),
      figures(paper),
      sheets(paper),
      rules(paper),
      lines(paper, 'print.decisions', record.decided),
      lines(paper, 'print.open', record.open),
      record.omitted > 0 &&
        element('p', {}, t('print.omitted', { n: formatCount(record.omitted, language) })),
      element('p', { class: 'audit' }, t('print.audit', record.audit)),
      signatures(paper),
    ),
  );
}

async function start(): Promise<void> {
  const asked = new URLSearchParams(location.search);
  const language: Language = asked.get('lang') === 'en' ? 'en' : 'vi';
  const address = new URL(
    `api/runs/${encodeURIComponent(asked.get('run') ?? '')}/record`,
    new URL('.', location.href),
  );
  for (const name of ['unit', 'sheet']) {
    const value = asked.get(name);
    if (value) address.searchParams.set(name, value);
  }
  const response = await fetch(address);
  if (!response.ok) {
    const { detail, next } = (await response.json()) as Problem;
    document.body.replaceChildren(element('p', { role: 'alert' }, `${detail} ${next}`));
    return;
  }
  draw({ record: (await response.json()) as RecordView, t: translator(language), language });
  document.body.dataset.ready = 'true';
}

void start();
