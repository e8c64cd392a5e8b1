/** What the store refuses, and the faults of its databases and run folders, in both languages. Codes are `subject.problem`. */
import {
  type Message,
  type MessageTable,
  message,
  type RefusalError,
  type RefusalKind,
  refusal,
  type ValuesOf,
} from '@thuadat/core/message/message';

const PLAN_AGAIN = { vi: 'Hãy lập lại kế hoạch.', en: 'Plan again.' } as const;

export const STORE_MESSAGES = {
  'run.unknown': {
    vi: '{database} không có lượt chạy {run}; các lượt chạy đang có: {known}. Xem “thuadat status”.',
    en: '{database} has no run {run}; it has {known}. See "thuadat status".',
  },
  'run.none-yet': {
    vi: '{database} không có lượt chạy {run}; chưa có lượt chạy nào. Xem “thuadat status”.',
    en: '{database} has no run {run}; it has no run yet. See "thuadat status".',
  },
  'run.differs': {
    vi: 'Lượt chạy {run} đã có trong {database} nhưng kết quả khác với {folder}: thư mục đã bị sửa hoặc do phiên bản khác lập. Hãy lập lại kế hoạch, hoặc hoàn tác {run} trước.',
    en: 'Run {run} is already in {database}, computed differently from {folder}: the folder was changed or planned by another version. Plan again, or revert {run} first.',
  },
  'run.method-mixed': {
    vi: 'Lượt chạy {run} tạo mã định danh theo {algorithm}, nhưng từ khi lập kế hoạch, trong tỉnh đã có hiệu lực các mã tạo theo {others}. Chưa ghi gì. Hãy lập lại kế hoạch: vấn đề identifier.method-mixed cho biết cách xử lý.',
    en: 'Run {run} makes identifiers by {algorithm}, but since it was planned, codes made by {others} came into force in the province. Nothing was written. Plan again: identifier.method-mixed says what to do.',
  },
  'run.no-commune': {
    vi: 'Lượt chạy {run} không có xã {commune}; các xã có: {communes}.',
    en: 'Run {run} has no commune {commune}; it has {communes}.',
  },
  'run.communes-applied': {
    vi: '{applied} trên {communes} xã của lượt chạy {run} đã được lượt khác áp dụng: {list}. Chưa ghi gì. Hãy hoàn tác lượt đó trước, hoặc chỉ áp dụng các xã còn lại.',
    en: '{applied} of {communes} communes of run {run} are already applied by another run: {list}. Nothing was written. Revert that run first, or apply only the other communes.',
  },
  'run.commune-of': { vi: '{commune} (lượt chạy {run})', en: '{commune} (run {run})' },
  'run.source-applied': {
    vi: 'Nguồn {source} (SHA-256 {sha256}…) đã được lượt chạy {run} áp dụng. Chưa ghi gì. Hãy hoàn tác lượt đó trước, hoặc nêu các xã mà lượt đó bỏ lại.',
    en: 'Source {source} (SHA-256 {sha256}…) was already applied by run {run}. Nothing was written. Revert that run first, or name the communes that it left out.',
  },
  'run.counts-differ': {
    vi: `{file}: có {found}, còn lượt chạy {run}, xã {commune} ghi {expected}. ${PLAN_AGAIN.vi}`,
    en: `{file}: {found} found, {expected} expected of run {run}, unit {commune}. ${PLAN_AGAIN.en}`,
  },
  'run.boundary-empty': {
    vi: '{file}: ranh giới {commune} không có vùng nào. Hãy lập lại kế hoạch.',
    en: '{file}: boundary {commune} has no polygon. Plan again.',
  },

  'unit.blocked': {
    vi: 'còn {issues} vấn đề phải quyết định trên bản đồ (thuadat serve), rồi áp dụng lại, hoặc lập lại kế hoạch nếu có lựa chọn',
    en: '{issues} blocking issue(s): decide them on the map (thuadat serve), then apply again, or plan again where a choice was made',
  },
  'unit.fault': { vi: 'Xã {name} ({commune}): {fault}', en: '{name} ({commune}): {fault}' },
  'unit.record-applied': {
    vi: 'bản ghi {record} đã được lượt chạy {run} áp dụng vào xã {commune} (bản ghi {other})',
    en: 'record {record} was already applied by run {run} in commune {commune} (record {other})',
  },
  'unit.partial-key': {
    vi: 'bản ghi {record} được gán nhưng khóa thửa đất chưa đủ ({key})',
    en: 'record {record} is assigned without a complete key ({key})',
  },
  'unit.twins': {
    vi: 'mã định danh {id} nằm trên cả bản ghi {record} và {other} của xã này',
    en: 'identifier {id} stands on records {record} and {other} of this commune',
  },
  'unit.moved': {
    vi: 'thửa đất {key} (bản ghi {record}) đã được lượt chạy {run} chuyển; hãy hoàn tác lượt đó trước',
    en: 'parcel {key} (record {record}) was already moved by run {run}; revert that run first',
  },
  'unit.in-force': {
    vi: 'mã định danh {id} của thửa đất {parcel} (bản ghi {record}) đang có hiệu lực ở thửa đất {other} của lượt chạy {run}; mã định danh không bao giờ dùng lại',
    en: 'identifier {id} of parcel {parcel} (record {record}) is in force on parcel {other} of run {run}; an identifier is never reused',
  },
  'unit.issued': {
    vi: 'mã định danh {id} của thửa đất {parcel} (bản ghi {record}) đã từng cấp cho thửa đất {other} của lượt chạy {run}; mã định danh không bao giờ dùng lại',
    en: 'identifier {id} of parcel {parcel} (record {record}) was issued to parcel {other} of run {run}; an identifier is never reused',
  },
  'unit.constraint': {
    vi: 'cơ sở dữ liệu không nhận các dòng này: {detail}',
    en: 'the registry does not take these rows: {detail}',
  },

  'database.in-use': {
    vi: 'Thư mục cơ sở dữ liệu {folder} đang được tiến trình {pid} dùng. Hãy dừng tiến trình đó (ví dụ “thuadat serve”), hoặc dùng máy chủ PostgreSQL để nhiều việc chạy cùng lúc.',
    en: 'The database folder {folder} is in use by process {pid}. Stop that process (for example "thuadat serve"), or use a PostgreSQL server for work side by side.',
  },
  'database.in-use-elsewhere': {
    vi: 'Thư mục cơ sở dữ liệu {folder} đang được tiến trình {pid} trên máy {host} dùng. Nếu máy đó không còn chạy tiến trình này, hãy xóa {lock}.',
    en: 'The database folder {folder} is in use by process {pid} on {host}. If that machine no longer runs it, delete {lock}.',
  },
  'database.lock': {
    vi: '{folder}: không giành được tệp khóa {lock}. Hãy thử lại.',
    en: '{folder}: the lock file {lock} could not be taken. Try again.',
  },
  'database.work-running': {
    vi: 'Đang có một việc khác cùng loại ({work}) chạy trên {database}. Hãy chờ việc đó xong rồi thử lại.',
    en: 'Another {work} is running on {database}. Wait until it ends, then try again.',
  },
  'database.work-running-here': {
    vi: 'Đang có một việc khác cùng loại ({work}) trong tiến trình này. Hãy chờ việc đó xong.',
    en: 'Another {work} is running in this process. Wait until it ends.',
  },
  'database.fault': {
    vi: 'Cơ sở dữ liệu báo lỗi: {detail}\n  SQL: {sql}',
    en: 'The database reports: {detail}\n  SQL: {sql}',
  },
  'database.disk-full': {
    vi: 'Đĩa đã đầy. Hãy giải phóng chỗ trống rồi chạy lại cùng lệnh; việc sẽ tiếp tục từ chỗ dừng. ({detail})',
    en: 'The disk is full. Free some space and run the same command again; it goes on where it stopped. ({detail})',
  },
  'database.lost': {
    vi: 'Mất kết nối với cơ sở dữ liệu. Những gì đã ghi vẫn còn nguyên. Khi máy chủ hoạt động trở lại, hãy chạy lại cùng lệnh để làm tiếp. ({detail})',
    en: 'The connection to the database was lost. What was committed stands. Once the server answers, run the same command again; it goes on where it stopped. ({detail})',
  },
  'database.lock-lost': {
    vi: 'kết nối giữ khóa trên {database} đã bị ngắt',
    en: 'The connection ended that held the lock on {database}',
  },
  'database.no-connection': {
    vi: 'Không kết nối được với PostgreSQL tại {database}: {detail}. Hãy kiểm tra địa chỉ, tên người dùng và mật khẩu, hoặc bỏ địa chỉ để dùng cơ sở dữ liệu nhúng.',
    en: 'No connection to PostgreSQL at {database}: {detail}. Check address, user and password, or leave the address out to use the embedded database.',
  },
  'database.no-postgis': {
    vi: '{database} chưa có PostGIS và không tạo được ({detail}). Hãy nhờ quản trị viên cài PostGIS 3.3 trở lên và chạy “create extension postgis” trong cơ sở dữ liệu này.',
    en: '{database} has no PostGIS and it could not be created here ({detail}). Let an administrator install PostGIS 3.3 or later and run "create extension postgis" in this database.',
  },
  'database.newer': {
    vi: '{database} có bước nâng cấp {migration} mà phiên bản này chưa biết: cơ sở dữ liệu mới hơn. Hãy dùng phiên bản thuadat đã tạo ra nó, hoặc phiên bản mới hơn.',
    en: '{database} has migration {migration}, which this version does not know: the database is newer. Use the version of thuadat that made it, or a later one.',
  },
  'database.migration-changed': {
    vi: 'Bước nâng cấp {migration} đã áp dụng cho {database} với SHA-256 {applied}…, nhưng tệp ở đây là {found}…. Bước đã áp dụng không được sửa: hãy khôi phục tệp, hoặc mở cơ sở dữ liệu mới.',
    en: 'Migration {migration} was applied to {database} with SHA-256 {applied}…, but the file here has {found}…. An applied migration must not change: restore the file, or open a fresh database.',
  },
  'database.not-made': {
    vi: 'Không khởi tạo được cơ sở dữ liệu nhúng trong {folder}: {detail}',
    en: 'The embedded database could not be initialised in {folder}: {detail}',
  },
  'database.no-cache': {
    vi: 'Không có thư mục đệm nào ghi được (đã thử {folders}). Hãy đặt THUADAT_CACHE là một thư mục ghi được.',
    en: 'No cache folder can be written (tried {folders}). Set THUADAT_CACHE to one that can.',
  },

  'account.name': {
    vi: 'Tên đăng nhập: có “{found}”; cần 2 đến 40 chữ cái không dấu, chữ số, dấu chấm, gạch ngang hoặc gạch dưới.',
    en: 'Name to sign in with: "{found}" found, 2 to 40 letters, digits, dots, dashes or underscores expected.',
  },
  'account.display': {
    vi: 'Chưa có họ tên: cần họ tên ghi trong biên bản.',
    en: 'No name to show: the name as it stands in records is expected.',
  },
  'account.name-taken': {
    vi: 'Đã có tài khoản mang tên “{found}”: hãy chọn tên khác.',
    en: 'There is an account with the name "{found}": choose another.',
  },
  'account.role': {
    vi: 'Vai trò: có “{found}”; cần một trong {roles}.',
    en: 'Role: "{found}" found, one of {roles} expected.',
  },
  'account.units': {
    vi: 'Các xã: có “{found}”; cần mã xã gồm 5 chữ số, hoặc .unresolved.',
    en: 'Communes: "{found}" found, commune codes of five digits, or .unresolved, expected.',
  },
  'account.password': {
    vi: 'Mật khẩu có {found} ký tự; cần ít nhất {least}.',
    en: 'The password has {found} characters; at least {least} are expected.',
  },
  'account.unknown': {
    vi: 'Không có tài khoản “{found}”; xem “thuadat account list”.',
    en: 'There is no account "{found}"; see "thuadat account list".',
  },

  'area.points': {
    vi: 'Vùng chọn có {found} điểm; cần 3 đến {most} điểm, dạng “lon,lat;lon,lat;…”. Hãy vẽ lại vùng.',
    en: 'area: {found} points found, 3 to {most} as "lon,lat;lon,lat;…" expected. Draw the area again.',
  },

  'queue.no-server': {
    vi: 'Hàng đợi cần một máy chủ PostgreSQL mà mọi máy kết nối được: có “{found}”, cần postgres://….',
    en: 'The queue needs a PostgreSQL server that all machines reach: found "{found}", expected postgres://….',
  },
  'queue.foreign-database': {
    vi: '{database} chứa bảng của chương trình khác ({tables} …). Chưa tạo gì ở đó. Hãy nêu cơ sở dữ liệu của sổ đăng ký hoặc một cơ sở dữ liệu trống, hoặc cho phép một lần bằng “create schema {schema}”.',
    en: '{database} holds tables of another program ({tables} …). Nothing was made in it. Name the database of the registry or an empty one, or allow it once by "create schema {schema}".',
  },
} as const satisfies MessageTable;

export type StoreCode = keyof typeof STORE_MESSAGES;
export type StoreValues<Code extends StoreCode> = ValuesOf<typeof STORE_MESSAGES, Code>;

/** A message of the table, with the values its wording asks for. */
export const tell = <Code extends StoreCode>(code: Code, values: StoreValues<Code>): Message<Code> =>
  message(STORE_MESSAGES, code, values);

/** `refused`: nothing was written. `failed`: what was committed stands. */
export const refused = <Code extends StoreCode>(
  code: Code,
  values: StoreValues<Code>,
  { kind = 'refused', cause }: { readonly kind?: RefusalKind; readonly cause?: unknown } = {},
): RefusalError => refusal(STORE_MESSAGES, kind, code, values, cause === undefined ? undefined : { cause });
