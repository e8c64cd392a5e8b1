/** What `thuadat calibrate` says to people. */
import type { Calibration, HypothesisResult, Verdict } from '@thuadat/core/calibrate/calibrate';
import type { IdentifierMethod } from '@thuadat/core/identifier/method';
import { describeMethod } from '@thuadat/core/identifier/method-text';
import { issueValue } from '@thuadat/core/issue/value';
import type { CodedParcels } from '@thuadat/engine/source/coded-parcels';
import { count, language, say } from '../terminal/language.ts';
import { bold, dim, green, out, red, table, yellow } from '../terminal/print.ts';

/** Rows of the table on the screen; `--json` has all. */
const ROWS = 16;

const words = (method: IdentifierMethod): string => describeMethod(method, language());

const decimal = (value: number, digits: number): string =>
  value.toLocaleString(language() === 'vi' ? 'vi-VN' : 'en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });

/** Two digits unless all or none are meant. */
const percent = (share: number): string => `${decimal(100 * share, share === 0 || share === 1 ? 0 : 1)} %`;
const centimetres = (metres: number): string => decimal(100 * metres, metres < 1 ? 1 : 0);

export function printCalibration(
  calibration: Calibration,
  { records, coded, parcels }: Pick<CodedParcels, 'records' | 'coded' | 'parcels'>,
): void {
  const { usable, unusable, hypotheses, tried } = calibration;
  out(
    `${bold(count(coded))} ${say('thửa có mã định danh và ranh giới, trên', 'parcels with an identifier and a boundary, of')} ${count(records)} ${say('bản ghi', 'records')}`,
  );
  if (parcels.length < coded)
    out(`  ${say('đo trên mẫu rải đều gồm', 'measured on an even sample of')} ${count(parcels.length)}`);
  out(
    `  ${say('dùng được', 'usable')}: ${count(usable)}; ${say('mã không đọc được', 'unreadable codes')}: ${count(unusable.unreadable)}; ${say('ranh giới không hợp lệ', 'boundaries not sound')}: ${count(unusable.unsound)}`,
  );
  if (hypotheses.length > 0) {
    out(`  ${say('giả thuyết đã thử', 'hypotheses tried')}: ${count(tried)}`);
    out();
    out(hypothesisTable(hypotheses.slice(0, ROWS)));
    const rest = hypotheses.length - ROWS;
    if (rest > 0)
      out(
        dim(say(`  … và ${rest} giả thuyết nữa (dùng --json)`, `  … and ${rest} more (--json lists them)`)),
      );
    if (hypotheses.some(({ unended }) => unended > 0)) {
      out(
        dim(
          say(
            '  polylabel không tìm xong trong giới hạn ở một số thửa: các thửa đó không được tính.',
            '  On some parcels polylabel came to no end within bounds: these are not counted.',
          ),
        ),
      );
    }
    printExamples(hypotheses[0]!);
  }
  out();
  printVerdict(calibration.verdict);
}

function hypothesisTable(rows: readonly HypothesisResult[]): string {
  return table(
    [
      say('phương pháp', 'method'),
      say('khớp mã', 'reproduced'),
      say('khoảng tin cậy 95 %', '95 % interval'),
      say('số thửa', 'parcels'),
      say('lệch điển hình (cm)', 'typical miss (cm)'),
    ],
    rows.map(({ method, share, interval: [from, to], parcels, miss }) => [
      words(method),
      percent(share),
      `${percent(from)} – ${percent(to)}`,
      count(parcels),
      centimetres(miss),
    ]),
  );
}

function printExamples({ method, examples }: HypothesisResult): void {
  if (examples.length === 0) return;
  out();
  out(`  ${say('Ví dụ mã không khớp với', 'Codes that differ from')} “${words(method)}”:`);
  out(
    table(
      [say('thửa', 'parcel'), say('mã có sẵn', 'carried'), say('mã tính được', 'predicted')],
      examples.map(({ subject, carried, predicted }) => [
        issueValue(subject, language()),
        carried,
        predicted,
      ]),
    ),
  );
}

/** The object to paste, or why there is none and what to do next. */
function printVerdict(verdict: Verdict): void {
  if (verdict.kind === 'proposed') {
    out(
      `${green('✓')} ${say('Mã được tạo theo', 'The codes were made by')}: ${bold(words(verdict.method))} (${count(verdict.reproduced)}/${count(verdict.parcels)})`,
    );
    if (verdict.equals.length > 0) {
      out(`  ${say('Trên các thửa này cho kết quả như nhau:', 'On these parcels the same as:')}`);
      for (const method of verdict.equals) out(`    ${words(method)}`);
    }
    out(`  ${say('Đưa vào tệp cấu hình:', 'Put this into the config file:')}`);
    out(`    "identifier": ${JSON.stringify({ method: verdict.method })}`);
    return;
  }
  const [reason, next] = refusal(verdict);
  out(`${red('✗')} ${say('Không đề xuất phương pháp nào', 'No method is proposed')}: ${reason}`);
  out(`  ${yellow('→')} ${next}`);
}

function refusal(verdict: Exclude<Verdict, { kind: 'proposed' }>): readonly [reason: string, next: string] {
  if (verdict.kind === 'too-few') {
    return [
      say(
        `chỉ có ${count(verdict.found)} mã dùng được, cần ít nhất ${count(verdict.needed)}.`,
        `only ${count(verdict.found)} usable codes were found, at least ${count(verdict.needed)} are needed.`,
      ),
      say('Bổ sung nguồn có nhiều thửa đã có mã hơn.', 'Add sources with more parcels that carry a code.'),
    ];
  }
  if (verdict.kind === 'mixed') {
    const list = verdict.methods
      .map(({ method, reproduced }) => `${words(method)}: ${count(reproduced)}`)
      .join('; ');
    return [
      say(`mã được tạo theo nhiều phương pháp (${list}).`, `the codes are of several methods (${list}).`),
      say(
        'Tách nguồn theo nơi hoặc thời điểm cấp mã rồi chạy lại cho từng phần.',
        'Part the source by who issued the codes, or when, and run it on each part.',
      ),
    ];
  }
  return verdict.kind === 'geometry' ? geometryRefusal(verdict) : nothingFits(verdict.nearest);
}

function geometryRefusal({
  inside,
  distance,
  shift,
  zone,
}: Extract<Verdict, { kind: 'geometry' }>): readonly [string, string] {
  const detail =
    zone !== null
      ? say(
          `mã ứng với tọa độ được đọc theo EPSG:${zone}`,
          `the codes fit coordinates that were read as EPSG:${zone}`,
        )
      : shift !== null
        ? say(
            `mọi mã lệch như nhau ${decimal(shift[0], 2)} m về phía đông, ${decimal(shift[1], 2)} m về phía bắc`,
            `all codes lie alike ${decimal(shift[0], 2)} m east and ${decimal(shift[1], 2)} m north of where they should`,
          )
        : say(
            `${percent(inside)} mã nằm trong thửa của nó, khoảng cách điển hình ${decimal(distance, 1)} m`,
            `${percent(inside)} of the codes lie in their parcels, typically ${decimal(distance, 1)} m away`,
          );
  return [
    say(
      `ranh giới trong nguồn không phải là ranh giới đã dùng để tạo mã (${detail}).`,
      `the boundaries in the source are not those from which the codes were made (${detail}).`,
    ),
    say(
      'Kiểm tra hệ tọa độ của nguồn, mã có bị gán nhầm thửa, hoặc dùng bản dữ liệu tại thời điểm cấp mã.',
      'Check the coordinate system of the source and whether codes sit on other parcels, or take the data as they were when the codes were issued.',
    ),
  ];
}

function nothingFits({
  method,
  reproduced,
  parcels,
  miss,
}: Extract<Verdict, { kind: 'none' }>['nearest']): readonly [string, string] {
  return [
    say(
      `không giả thuyết nào cho lại đủ số mã; gần nhất là “${words(method)}”: ${count(reproduced)}/${count(parcels)}, lệch điển hình ${centimetres(miss)} cm.`,
      `no hypothesis reproduces enough of the codes; the nearest is “${words(method)}”: ${count(reproduced)} of ${count(parcels)}, typical miss ${centimetres(miss)} cm.`,
    ),
    say(
      'Ranh giới có thể đã được chỉnh lý hoặc làm tròn sau khi cấp mã, hoặc mã do phần mềm khác tạo ra: hỏi đơn vị cấp mã. Chưa đặt identifier.method.',
      'The boundaries may have been corrected or rounded since, or another program made the codes: ask who issued them. Leave identifier.method unset.',
    ),
  ];
}
