/** The accessibility rules of axe-core inside a page, without its network or its own browser. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 AA and all it rests on. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type Axe = {
  run(options: object): Promise<{
    violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
  }>;
};

export class AxeBuilder {
  constructor(private readonly page: Page) {}
  /** One line a fault: rule, what it asks, where. */
  async violations(): Promise<string[]> {
    // Not as a tag: the page's policy runs no inline script. Evaluated from outside it may.
    await this.page.evaluate(source);
    const found = await this.page.evaluate(
      (tags) => (globalThis as unknown as { axe: Axe }).axe.run({ runOnly: { type: 'tag', values: tags } }),
      TAGS,
    );
    return found.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')} ${failureSummary ?? ''}`,
      ),
    );
  }
}
