/**
 * Everything the review refuses a person, by a name that programs may rely on, and what it says in both languages: what was
 * found, and what to do next.
 */
import { fillPlaces } from '@thuadat/core/text/fill';

type Text = readonly [detail: string, next: string];
type Entry = Readonly<Record<'vi' | 'en', Text>>;

const TEXTS = {
  'sign-in.first': {
    vi: ['Chưa đăng nhập.', 'Hãy đăng nhập rồi làm lại.'],
    en: ['Nobody is signed in.', 'Sign in and ask again.'],
  },
  'sign-in.wrong': {
    vi: ['Tên và mật khẩu không khớp.', 'Hãy thử lại, hoặc nhờ quản trị viên đặt mật khẩu mới.'],
    en: [
      'Name and password do not belong together.',
      'Try again, or ask an administrator for a new password.',
    ],
  },
  'sign-in.too-often': {
    vi: ['Quá {most} lần thử trong một phút.', 'Hãy đợi {seconds} giây.'],
    en: ['More than {most} tries in a minute.', 'Wait {seconds} seconds.'],
  },
  'password.wrong': {
    vi: ['Mật khẩu cũ không đúng.', 'Hãy thử lại.'],
    en: ['The old password is not right.', 'Try again.'],
  },
  'account.self': {
    vi: ['Không thể tự khoá hoặc tự bỏ quyền quản trị của mình.', 'Hãy nhờ quản trị viên khác.'],
    en: ['Nobody locks themselves out.', 'Ask another administrator.'],
  },
  'account.scoped': {
    vi: ['Quản trị viên này chỉ phụ trách một số xã.', 'Hãy nhờ quản trị viên của toàn tỉnh.'],
    en: ['This administrator has some communes only.', 'Ask an administrator of the whole province.'],
  },
  'role.lacking': {
    vi: ['Vai trò "{role}" không có quyền "{needs}".', 'Hãy đề nghị quản trị viên cấp vai trò khác.'],
    en: ['Role "{role}" found, one that may "{needs}" expected.', 'Ask an administrator for another role.'],
  },
  'request.forged': {
    vi: ['Trang này không khớp với phiên đăng nhập ({header}).', 'Hãy tải lại trang rồi làm lại.'],
    en: ['Header {header} does not match the session.', 'Reload the page and try again.'],
  },
  'request.foreign': {
    vi: ['Yêu cầu đến từ trang khác: "{origin}".', 'Hãy mở trang của máy chủ này.'],
    en: ['Origin "{origin}" found.', 'Open the page of this server.'],
  },
  'host.unknown': {
    vi: [
      'Tên máy "{host}" không phải địa chỉ mà "thuadat serve" đã in ra.',
      'Hãy mở địa chỉ đã in ra, hoặc cho phép tên này khi khởi động máy chủ.',
    ],
    en: [
      'Host "{host}" found, the address printed by "thuadat serve" expected.',
      'Open the printed address, or allow this name when starting the server.',
    ],
  },
  'address.absent': {
    vi: ['Không có địa chỉ {address}; xem /api/openapi.json.', 'Hãy kiểm tra địa chỉ.'],
    en: ['{address} found; see /api/openapi.json for what there is.', 'Check the address.'],
  },
  'run.absent': {
    vi: [
      'Không có lần chạy "{name}" trong cơ sở dữ liệu này.',
      'Xem danh sách bằng /api/runs hoặc "thuadat status".',
    ],
    en: ['Run "{name}" is not in this database.', 'List the runs with /api/runs or "thuadat status".'],
  },
  'parcel.absent': {
    vi: ['Không có bản ghi "{name}" trong lần chạy này.', 'Hãy tìm bằng /api/runs/{run}/search?q=….'],
    en: ['Parcel "{name}" is not in this run.', 'Find it with /api/runs/{run}/search?q=….'],
  },
  absent: {
    vi: ['Không có "{name}" trong các xã của bạn.', 'Hãy tải lại danh sách.'],
    en: ['"{name}" is not there in your communes.', 'Reload the list.'],
  },
  'tile.absent': {
    vi: ['Không có ô bản đồ {tile}: x và y phải nhỏ hơn {world}.', 'Hãy kiểm tra số của ô.'],
    en: ['Tile {tile} found, x and y below {world} expected.', 'Check the tile numbers.'],
  },
  'look-only': {
    vi: ['Tài khoản này chỉ được xem, không được quyết định.', 'Hãy đề nghị quản trị viên cấp vai trò khác.'],
    en: ['This account may look but not decide.', 'Ask an administrator for another role.'],
  },
  'comment.empty': {
    vi: ['Ghi chú còn trống.', 'Hãy nhập nội dung.'],
    en: ['An empty comment found, a text expected.', 'Write what there is to say.'],
  },
  'case.held': {
    vi: ['{by} đang mở việc này.', 'Hãy làm việc tiếp theo.'],
    en: ['{by} has this case open.', 'Go on with the next case.'],
  },
  'case.held-by-another': {
    vi: ['Người khác đang mở việc này.', 'Hãy làm việc tiếp theo.'],
    en: ['Another person has this case open.', 'Go on with the next case.'],
  },
  'case.changed': {
    vi: ['Người khác vừa thay đổi việc này.', 'Hãy xem lại việc như hiện nay rồi quyết định.'],
    en: ['Another person changed this case meanwhile.', 'Look at the case as it is now and decide again.'],
  },
  'case.state': {
    vi: ['Việc đang ở trạng thái "{state}", cần "{expected}".', 'Hãy xem lại việc như hiện nay.'],
    en: ['The case is {state}; {expected} expected.', 'Look at the case as it is now.'],
  },
  'case.decided-by-another': {
    vi: ['Người khác đã quyết định việc này.', 'Hãy nhờ người phê duyệt rút lại hoặc trả lại trước.'],
    en: ['Another person decided this case.', 'Ask an approver to undo or refuse it first.'],
  },
  'verdict.not-offered': {
    vi: ['"{verdict}" không dùng được cho {code}.', 'Hãy chọn một trong: {expected}.'],
    en: ['"{verdict}" found for {code}; one of {expected} expected.', 'Choose one of these.'],
  },
  'verdict.no-record': {
    vi: ['{code} không thuộc về riêng bản ghi nào nên không thể loại.', 'Hãy sửa dữ liệu nguồn.'],
    en: ['{code} is about no single record: nothing can be rejected.', 'Mend the source.'],
  },
  'choice.commune': {
    vi: ['"{choice}" không phải xã được đề xuất.', 'Hãy chọn một trong: {expected}.'],
    en: ['"{choice}" found, one of {expected} expected.', 'Choose one of these.'],
  },
  'choice.record': {
    vi: ['"{choice}" không phải bản ghi của việc này.', 'Hãy chọn một trong các bản ghi của việc.'],
    en: ['"{choice}" found, one of the records of the case expected.', 'Choose one of them.'],
  },
  'commune.foreign': {
    vi: [
      'Việc này còn liên quan đến xã {unit} không do bạn phụ trách.',
      'Hãy nhờ người phụ trách cả hai xã.',
    ],
    en: ['Commune {unit} is concerned too, which is not yours.', 'Ask someone who has both.'],
  },
  'decision.gone': {
    vi: [
      'Quyết định này không còn hiệu lực: đã được rút lại hoặc thay bằng quyết định khác.',
      'Hãy xem lại việc như hiện nay.',
    ],
    en: [
      'This decision is no longer in force: it was taken back or another was made.',
      'Look at the case as it is now.',
    ],
  },
  'decision.not-yours': {
    vi: ['Chỉ người đã quyết định hoặc người phê duyệt được rút lại.', 'Hãy nhờ một trong hai người.'],
    en: ['Only who decided, or an approver, may take a decision back.', 'Ask one of them.'],
  },
  'decision.own': {
    vi: ['Không ai tự phê duyệt quyết định của mình.', 'Hãy để người khác xem.'],
    en: ['Nobody approves a decision of their own.', 'Leave it to another person.'],
  },
  'approver.needed': {
    vi: ['Việc này cần người phê duyệt.', 'Hãy nhờ người có vai trò đó.'],
    en: ['An approver is needed for this.', 'Ask somebody with that role.'],
  },
  'bulk.too-many': {
    vi: ['Bộ lọc có hơn {most} việc.', 'Hãy thu hẹp còn một loại vấn đề, một xã hoặc một tờ bản đồ.'],
    en: ['More than {most} cases found.', 'Narrow the filter to one rule, commune or sheet.'],
  },
  'bulk.choice': {
    vi: ['Không chọn hàng loạt được: mỗi việc có các lựa chọn riêng.', 'Hãy chọn ở từng việc.'],
    en: ['A choice is made case by case.', 'Choose in each case.'],
  },
  'bulk.no-reason': {
    vi: ['Chưa có lý do.', 'Hãy nhập lý do: nó được ghi vào từng biên bản.'],
    en: ['No reason found, one expected.', 'Write one: it stands in every record.'],
  },
  'bulk.changed': {
    vi: ['Các việc đã thay đổi sau khi hiển thị; chưa ghi gì.', 'Hãy xem lại.'],
    en: ['The cases changed since they were shown; nothing was done.', 'Look at them again.'],
  },
} as const satisfies Record<string, Entry>;

export type RefusalCode = keyof typeof TEXTS;
export type RefusalValues = Readonly<Record<string, string | number>>;

/** What was found and what to do next, in that language; `values` fill the places in braces. */
export function refusalText(
  code: RefusalCode,
  values: RefusalValues,
  language: 'vi' | 'en',
): { readonly detail: string; readonly next: string } {
  const [detail, next] = TEXTS[code][language];
  return { detail: fillPlaces(detail, values), next: fillPlaces(next, values) };
}

/** Refuses a person something; the message is for logs, what is shown is {@link refusalText} in their language. */
export class Refusal extends Error {
  override name = 'Refusal';
  constructor(
    readonly code: RefusalCode,
    readonly values: RefusalValues = {},
  ) {
    const { detail, next } = refusalText(code, values, 'en');
    super(`${detail} ${next}`);
  }
}
