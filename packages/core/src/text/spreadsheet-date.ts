/**
 * Dates that a spreadsheet made of a number such as `1-2` or `2-45`, as Vietnamese and English Excel show them and as
 * programs read the cell: `01-Thg2`, `Thg2-45`, `2-Jan`, `Jan-02`, `1-Feb-2024`, `2024-02-01`, `01/02`.
 */

const ENGLISH = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(th(?:áng|ang|g)?\\.?\\s*(?:1[0-2]|0?[1-9])|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DAY_MONTH = new RegExp(`^(\\d{1,2})[-/ .]?${MONTH}(?:[-/ .,]+(?:\\d{2}|\\d{4}))?$`, 'iu');
const MONTH_NUMBER = new RegExp(`^${MONTH}[-/ .,]+(\\d{1,4})$`, 'iu');
const DAY_FIRST = /^(\d{1,2})([-/.])(\d{1,2})\2(?:\d{2}|\d{4})(?:[T ]\d.*)?$/;
const YEAR_FIRST = /^\d{4}([-/.])(\d{1,2})\1(\d{1,2})(?:[T ]\d.*)?$/;
/** Without a zero in front `12/1` and `2-15` are numbers with a sub-number. */
const PADDED = /^(?=0|\d+[-/]0)(\d{1,2})[-/](\d{1,2})$/;
const MONTH_YEAR = /^(0?[1-9]|1[0-2])\/((?:19|20)\d\d)$/;

/** Numbers that were probably typed, the likeliest first; null when the text is no date. */
export function typedBeforeDate(text: string): readonly string[] | null {
  const dayMonth = DAY_MONTH.exec(text);
  if (dayMonth) {
    const month = monthOf(dayMonth[2]!);
    const day = Number(dayMonth[1]);
    if (!isDay(day)) return null;
    // English Excel takes the month first, Vietnamese the day.
    return isEnglish(dayMonth[2]!) ? typed(month, day) : typed(day, month);
  }
  const monthNumber = MONTH_NUMBER.exec(text);
  if (monthNumber) return typed(monthOf(monthNumber[1]!), Number(monthNumber[2]));
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return calendar(Number(dayFirst[1]), Number(dayFirst[3]));
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return calendar(Number(yearFirst[3]), Number(yearFirst[2]));
  const padded = PADDED.exec(text);
  if (padded) return calendar(Number(padded[1]), Number(padded[2]));
  const monthYear = MONTH_YEAR.exec(text);
  return monthYear ? typed(Number(monthYear[1]), Number(monthYear[2])) : null;
}

const isEnglish = (month: string): boolean => !/\d/.test(month);

const monthOf = (month: string): number =>
  isEnglish(month) ? ENGLISH.indexOf(month.slice(0, 3).toLowerCase()) + 1 : Number(/\d+$/.exec(month)![0]);

const isDay = (day: number): boolean => day >= 1 && day <= 31;
const isMonth = (month: number): boolean => month >= 1 && month <= 12;

/** Null unless one of the two is a month and the other a day. */
function calendar(first: number, second: number): readonly string[] | null {
  if (!isDay(first) || !isDay(second) || !(isMonth(first) || isMonth(second))) return null;
  return first === second ? typed(first, second) : [...typed(first, second), ...typed(second, first)];
}

const typed = (first: number, second: number): readonly string[] => [
  `${first}-${second}`,
  `${first}/${second}`,
];
