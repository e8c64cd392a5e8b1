/** Dates and instants of COPY BINARY (days and microseconds since 2000-01-01) as PostgreSQL writes them, style ISO, in UTC. */

const DAY = 86_400_000_000;
/** 2000-01-01 counted from 0000-03-01 of the proleptic Gregorian calendar, where leap days end the year. */
const EPOCH = 730_425;

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** Year, month and day of a day number; `era` is the mark of years before Christ. */
function calendar(day: number): { date: string; era: string } {
  const shifted = day + EPOCH;
  const cycle = Math.floor(shifted / 146_097);
  const inCycle = shifted - cycle * 146_097;
  const yearOfCycle = Math.floor(
    (inCycle - Math.floor(inCycle / 1460) + Math.floor(inCycle / 36_524) - Math.floor(inCycle / 146_096)) /
      365,
  );
  const dayOfYear =
    inCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0);
  const shown = year > 0 ? year : 1 - year;
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return {
    date: `${String(shown).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`,
    era: year > 0 ? '' : ' BC',
  };
}

export function dateText(bytes: Buffer, at: number): string {
  const day = bytes.readInt32BE(at);
  if (day === 0x7fffffff) return 'infinity';
  if (day === -0x80000000) return '-infinity';
  const { date, era } = calendar(day);
  return date + era;
}

/** `zone` is `+00` of a `timestamptz`, whose session is in UTC. */
export function timestampText(bytes: Buffer, at: number, zone: '' | '+00'): string {
  const high = bytes.readInt32BE(at);
  const low = bytes.readUInt32BE(at + 4);
  if (high === 0x7fffffff && low === 0xffffffff) return 'infinity';
  if (high === -0x80000000 && low === 0) return '-infinity';
  const [day, rest] = split(high, low, bytes, at);
  const { date, era } = calendar(day);
  const seconds = Math.floor(rest / 1_000_000);
  const micros = rest % 1_000_000;
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`;
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${date} ${time}${fraction}${zone}${era}`;
}

/** Day, and microseconds in it. Within some 140 years of 2000 the number is exact in a double. */
function split(high: number, low: number, bytes: Buffer, at: number): [day: number, rest: number] {
  if (Math.abs(high) < 2 ** 20) {
    const value = high * 2 ** 32 + low;
    const day = Math.floor(value / DAY);
    return [day, value - day * DAY];
  }
  const value = bytes.readBigInt64BE(at);
  const rest = ((value % BigInt(DAY)) + BigInt(DAY)) % BigInt(DAY);
  return [Number((value - rest) / BigInt(DAY)), Number(rest)];
}
