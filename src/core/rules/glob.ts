/** Braces multiply. No more alternatives than this are tried, so that no setting can stall the editor. */
const MOST_ALTERNATIVES = 256;
/** In UTF-16 code units: what is longer was written to stall the editor. */
const LONGEST_GLOB = 1000;

/**
 * Whether a `/`-separated path matches a glob: `*` and `?` within a segment, `**` for any number of segments, `{a,b}`
 * for alternatives. A glob without a slash matches the last segment. Letter case does not count. The cost is at most
 * glob length × path length per alternative. A glob of more than 1,000 characters matches nothing.
 */
export function matchesGlob(path: string, glob: string): boolean {
  if (glob.length > LONGEST_GLOB) return false;
  const { segments, names } = readPath(path);
  return patternsOf(glob).some(
    ({ plain, wanted }) =>
      (plain === undefined || names.has(plain)) && matchesSequence(segments, wanted, '**', matchesSegment),
  );
}

interface ReadPath {
  readonly path: string;
  readonly segments: readonly string[];
  readonly names: ReadonlySet<string>;
}

/** One path is matched with many globs in a row. */
let last: ReadPath = { path: '', segments: [], names: new Set() };

function readPath(path: string): ReadPath {
  if (last.path !== path) {
    const segments = path.toLowerCase().split('/').filter(Boolean);
    last = { path, segments, names: new Set(segments) };
  }
  return last;
}

/** One alternative of a glob, by segment, and one of them that has no wildcard: a path without that does not match. */
interface Pattern {
  readonly wanted: readonly string[];
  readonly plain: string | undefined;
}

/** The same globs are tried on every path. */
const patterns = new Map<string, readonly Pattern[]>();
const MOST_KEPT = 100;

function patternsOf(glob: string): readonly Pattern[] {
  const known = patterns.get(glob);
  if (known) return known;
  const made = expandBraces(glob.toLowerCase()).map((alternative) => {
    const pattern = alternative.split('/').filter(Boolean);
    return {
      wanted: pattern.length === 1 ? ['**', ...pattern] : pattern,
      plain: pattern.find((segment) => !/[*?]/.test(segment)),
    };
  });
  if (patterns.size >= MOST_KEPT) patterns.clear();
  patterns.set(glob, made);
  return made;
}

function matchesSegment(segment: string, pattern: string): boolean {
  // Its first and last character tell most that do not match.
  for (const at of [0, -1]) {
    const wanted = pattern.at(at) ?? '';
    if (wanted !== '*' && wanted !== '?' && wanted !== segment.at(at)) return false;
  }
  return matchesSequence(
    Array.from(segment),
    Array.from(pattern),
    '*',
    (character, wanted) => wanted === '?' || wanted === character,
  );
}

/**
 * The classic wildcard walk: on a mismatch the last wildcard takes one item more. It never goes back beyond that
 * wildcard, because whatever an earlier one could take, this one can take as well.
 */
function matchesSequence(
  items: readonly string[],
  pattern: readonly string[],
  wildcard: string,
  matches: (item: string, wanted: string) => boolean,
): boolean {
  let item = 0;
  let at = 0;
  let retryItem = 0;
  let retryAt = -1;
  while (item < items.length) {
    const wanted = pattern[at];
    if (wanted === wildcard) {
      retryAt = at++;
      retryItem = item;
    } else if (wanted !== undefined && matches(items[item] ?? '', wanted)) {
      item++;
      at++;
    } else if (retryAt >= 0) {
      item = ++retryItem;
      at = retryAt + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every((wanted) => wanted === wildcard);
}

/** In how many ways a glob is tried, at most: what it costs. */
export function alternativesOf(glob: string): number {
  return expandBraces(glob).length;
}

/** `*.{a,b}` → `*.a`, `*.b`. Braces do not nest; an unclosed brace is literal. */
function expandBraces(glob: string): readonly string[] {
  let done = [''];
  let rest = glob;
  for (;;) {
    const open = rest.indexOf('{');
    const close = rest.indexOf('}', open);
    if (open < 0 || close < 0) return done.map((head) => head + rest);
    const alternatives = rest.slice(open + 1, close).split(',', MOST_ALTERNATIVES);
    const before = rest.slice(0, open);
    const heads = done.slice(0, Math.ceil(MOST_ALTERNATIVES / alternatives.length));
    done = heads
      .flatMap((head) => alternatives.map((alternative) => head + before + alternative))
      .slice(0, MOST_ALTERNATIVES);
    rest = rest.slice(close + 1);
  }
}
