/** Vietnamese first, English second: chosen once at start by `--lang` or THUADAT_LANG. */
export type Language = 'vi' | 'en';

let current: Language = 'vi';

/** Reads the language before the commands are declared, so that the help is in it too. */
export function chooseLanguage(args: readonly string[], environment: NodeJS.ProcessEnv): Language {
  const flag = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const value = flag < 0 ? environment.THUADAT_LANG : (args[flag]!.split('=')[1] ?? args[flag + 1]);
  current = value === 'en' ? 'en' : 'vi';
  return current;
}

export const language = (): Language => current;

/** The text in the chosen language. */
export const say = (vi: string, en: string): string => (current === 'vi' ? vi : en);

/** `1.234.567` in Vietnamese, `1,234,567` in English. */
export const count = (value: number): string => value.toLocaleString(current === 'vi' ? 'vi-VN' : 'en-US');
