/** The user's config file: read, checked, and its paths taken from where it lies. */
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { type Config, EMPTY_CONFIG } from '@thuadat/core/config';
import { readConfigText } from '@thuadat/engine/config/parse-config';
import { formatConfigProblem } from '@thuadat/engine/config/problem';
import { CommandError, EXIT } from './terminal/exit.ts';
import { language, say } from './terminal/language.ts';

/** Nothing is configured where no file is named. A faulty file is refused with all its faults. */
export async function readConfig(path: string | undefined): Promise<Config> {
  if (path === undefined) return EMPTY_CONFIG;
  const { config, problems } = readConfigText(await textOf(path));
  if (config === null) {
    const lines = problems.map((problem) => `  ${formatConfigProblem(problem, language())}`);
    const next = say(
      `Sửa các chỗ trên rồi kiểm tra lại: thuadat config ${path}. Mẫu có chú thích: thuadat config --example`,
      `Correct these places, then check again: thuadat config ${path}. A sample with notes: thuadat config --example`,
    );
    throw new CommandError(`${path}:\n${lines.join('\n')}\n${next}`);
  }
  const near = (file: string) => (isAbsolute(file) ? file : join(dirname(path), file));
  return {
    ...config,
    sources: config.sources.map((source) =>
      source.attributes
        ? { ...source, attributes: { ...source.attributes, file: near(source.attributes.file) } }
        : source,
    ),
    sheetPlan: {
      ...config.sheetPlan,
      ...(config.sheetPlan.table ? { table: near(config.sheetPlan.table) } : {}),
    },
    ...(config.boundaries
      ? { boundaries: { ...config.boundaries, path: near(config.boundaries.path) } }
      : {}),
    ...(config.decisions ? { decisions: near(config.decisions) } : {}),
    ...(config.units ? { units: near(config.units) } : {}),
  };
}

/** The flag holds for every source that the config does not say otherwise of. */
export const reprojecting = (config: Config, { reproject }: { readonly reproject?: boolean }): Config =>
  reproject ? { ...config, sources: [{ match: '*', reproject }, ...config.sources] } : config;

export const reprojectHelp = (): string =>
  say(
    'chuyển tọa độ của hệ không phải múi VN-2000 (ví dụ Web Mercator) về VN-2000; lượt chạy ghi rõ độ chính xác',
    'bring coordinates of a system that is no zone of VN-2000 (web Mercator, say) into it; the run says with what accuracy',
  );

/** UTF-8 with or without its mark, or UTF-16 with one, as editors on Windows write them. */
async function textOf(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause) => {
    throw new CommandError(
      say(
        `${path}: không đọc được. Kiểm tra đường dẫn và quyền đọc.`,
        `${path}: cannot be read. Check the path and the right to read it.`,
      ),
      EXIT.usage,
      { cause },
    );
  });
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = { fffe: 'utf-16le', feff: 'utf-16be' }[mark] ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CommandError(
      say(
        `${path}: không phải chữ ${encoding.toUpperCase()}. Mở bằng trình soạn thảo và lưu lại dạng UTF-8.`,
        `${path}: not text in ${encoding.toUpperCase()}. Open it in an editor and save it as UTF-8.`,
      ),
      EXIT.usage,
      { cause },
    );
  }
}
