import type { Tone } from '../../core/report/verdict.ts';
import type { Sentence } from '../../core/text/sentence.ts';
import { anyOf, exactly, isBoolean, isNumber, isString, listOf, object, oneOf } from './guard.ts';
import type { Guard, Guarded } from './guard.ts';

/**
 * The contract between the extension host and the webview. The host holds the truth (token, form, result) and does all
 * the reading and verifying; the webview shows a view model and says what the person did. So core is shipped once,
 * hostile text reaches the page as plain strings only, and a webview that was hidden and destroyed loses nothing. Each
 * shape is a guard: both ends check what arrives.
 */

const keyChoiceShape = {
  /**
   * A `KeyChoice.id`, `secret` or `key` for material given on the spot, and for a new token `new` for a key made here.
   */
  choice: isString,
  encoding: oneOf('utf8', 'base64', 'base64url', 'hex'),
};

/** Key material given on the spot: it lives in memory only. */
const keyMaterialShape = {
  keyText: isString,
  /** Of an encrypted private key. */
  password: isString,
};

/** A key as a form asks for it. */
export type KeyValues = Guarded<typeof isKeyValues>;
const isKeyValues = object({ ...keyChoiceShape, ...keyMaterialShape });

/** What is expected of the token, and which key is chosen: what the panel remembers of the form. */
const expectationsShape = {
  ...keyChoiceShape,
  issuer: isString,
  /** "Not used" is a statement, and differs from an empty field, which leaves the claim unchecked. */
  issuerUnused: isBoolean,
  /** Several are separated by commas: any one of them has to be among the token's. */
  audience: isString,
  audienceUnused: isBoolean,
  algorithms: listOf(isString),
  /** Seconds, as typed. */
  tolerance: isString,
};

/** Everything filled in to verify or decrypt with. What is not among the expectations lives in memory only. */
export type VerifyForm = Guarded<typeof isVerifyForm>;
const isVerifyForm = object({
  ...expectationsShape,
  ...keyMaterialShape,
  /** What the holder of an SD-JWT was asked to bind the presentation to. */
  nonce: isString,
  bindingAudience: isString,
});

/** A token that is being written: lives in memory only. */
export type Draft = Guarded<typeof isDraft>;
const isDraft = object({ ...keyChoiceShape, ...keyMaterialShape, header: isString, claims: isString });

const isPart = oneOf('header', 'payload', 'disclosures', 'presented');

/** How the person looks at it: remembered too. */
export type Display = Guarded<typeof isDisplay>;
const isDisplay = object({ asJson: listOf(isPart), utc: isBoolean });

/** Where the token on the page came from; a fingerprint recognises a token and does not hold it. */
export type Origin = Guarded<typeof isOrigin>;
const isOrigin = anyOf(
  object({ kind: exactly('nowhere') }),
  object({ kind: exactly('pasted') }),
  object({ kind: exactly('document'), uri: isString, start: isNumber, fingerprint: isString }),
);

/** What is kept over a reload of the window, on disk: settings and whereabouts, never a token or a key. */
export type Remembered = Guarded<typeof isRemembered>;
export const isRemembered = object({
  version: exactly('1'),
  expectations: object(expectationsShape),
  display: isDisplay,
  origin: isOrigin,
});

const isWhere = object({ part: isPart, index: isNumber });

/** What the webview asks for. Each is answered by a `Reply`. */
export type Request = Guarded<typeof isRequest>;
const isRequest = anyOf(
  object({ type: exactly('ready') }),
  /** The token field changed. `pasted` is the text just pasted, in which a token is looked for. */
  object({ type: exactly('edit'), text: isString, revision: isNumber }, { pasted: isString }),
  object({ type: exactly('form'), form: isVerifyForm, revision: isNumber }),
  object({ type: exactly('display'), display: isDisplay }),
  object({ type: exactly('verify') }),
  /** Opens where the token is edited, and closes it. */
  object({ type: exactly('editor'), open: isBoolean }),
  object({ type: exactly('draft'), draft: isDraft, revision: isNumber }),
  /** Writes them into the header of the draft. */
  object({ type: exactly('algorithm'), alg: isString, enc: isString }),
  /** Signs or encrypts the draft and puts it in the token's place. */
  object({ type: exactly('make') }),
  /** Of the key that was made here. */
  object({ type: exactly('copyKey'), format: oneOf('jwk', 'pem', 'publicPem', 'publicJwks') }),
  /** Does what the explanation of this id offers. */
  object({ type: exactly('fix'), explanation: isString }),
  object({ type: exactly('openInner') }),
  /** Back to a token around this one; 0 is the outermost. */
  object({ type: exactly('openOuter'), depth: isNumber }),
  object({ type: exactly('pasteFromClipboard') }),
  object({ type: exactly('copyMember'), where: isWhere }),
  object({ type: exactly('copyJson'), part: isPart }),
  object({ type: exactly('copyToken') }),
  object({ type: exactly('copyRedacted') }),
  /** The whole of a value that the view cut; the reply carries it. */
  object({ type: exactly('wholeValue'), where: isWhere }),
  object({ type: exactly('revealSource') }),
  object({ type: exactly('addKey') }),
);

/** A request with the number its reply repeats. */
export type Call = Guarded<typeof isCall>;
export const isCall = object({ id: isNumber, request: isRequest });

const spanShape = { start: isNumber, end: isNumber };

/** A member of header or payload, as a row. `start`..`end` are the characters of the token that encode it. */
export type MemberRow = Guarded<typeof isMemberRow>;
const isMemberRow = object(
  {
    ...spanShape,
    name: isString,
    kind: oneOf('text', 'time', 'json'),
    value: isString,
    /**
     * How long the value is of which this is the beginning, or that it is beyond `longestShown`; 0 where it is all
     * there.
     */
    cutFrom: isNumber,
    alarming: isBoolean,
  },
  { seconds: isNumber, meaning: isString, source: isString },
);

/** Longest text shown at once, in characters: JSON of a payload of 256 KB mostly still is. */
export const longestShown = 300_000;

/** The first rows, how many more there are, and all of it as JSON; empty where the token has no such part. */
const isMemberTable = object({ rows: listOf(isMemberRow), more: isNumber, json: isString });

/**
 * A sentence; with `seconds`, the distance of that instant stands between its halves, and the webview keeps it true.
 */
const isSentence: Guard<Sentence> = object({ before: isString, after: isString }, { seconds: isNumber });

const isTone: Guard<Tone> = oneOf('good', 'bad', 'caution', 'neutral');

export type Banner = Guarded<typeof isBanner>;
const isBanner = object({ tone: isTone, title: isSentence, lines: listOf(isString) });

export type Lifetime = Guarded<typeof isLifetime>;
const isLifetime = object({}, { issued: isNumber, validFrom: isNumber, expires: isNumber });

const isChoices = listOf(object({ id: isString, label: isString, detail: isString }));

/** What can be written there, and what it means. */
export type Suggestions = Guarded<typeof isSuggestions>;
const isSuggestions = listOf(object({ text: isString, meaning: isString }));

/** Where the token is edited. */
export type EditorView = Guarded<typeof isEditorView>;
const isEditorView = object({
  draft: isDraft,
  choices: isChoices,
  asksPassword: isBoolean,
  /** Of the header; empty where it names none. */
  alg: isString,
  enc: isString,
  algorithms: object({ sign: listOf(isString), encrypt: listOf(isString) }),
  encryptions: listOf(isString),
  /** What the times of the claims come to. */
  times: listOf(object({ name: isString, words: isSentence })),
  suggestions: object({ header: isSuggestions, claims: isSuggestions, times: isSuggestions }),
  /** The claims whose values are times. */
  timeClaims: listOf(isString),
  /** `ES256, key ID …` of a key that was made here, and the forms in which it can be copied. */
  newKey: isString,
  copies: listOf(oneOf('jwk', 'pem', 'publicPem', 'publicJwks')),
  action: isString,
  making: isBoolean,
  problem: isString,
});

/** Everything on the page. */
export type PanelView = Guarded<typeof isPanelView>;
export const isPanelView = object(
  {
    /** The webview's edit this view answers: an older one does not overwrite what is being typed. */
    revision: isNumber,
    token: isString,
    parts: listOf(object({ ...spanShape, part: oneOf('header', 'payload', 'signature', 'other') })),
    verdict: isBanner,
    /** Sentences about the token's whereabouts: gone after a reload, changed in its document. */
    notes: listOf(isString),
    /** Tokens inside each other: those around the one on the page, outermost first, and whether one is inside it. */
    levels: object({ outer: listOf(isString), shown: isString, hasInner: isBoolean }),
    form: isVerifyForm,
    /** What the form has to ask for this token. */
    asks: object({
      action: oneOf('Verify', 'Decrypt'),
      secret: isString,
      key: isString,
      password: isBoolean,
      keyBinding: isBoolean,
    }),
    display: isDisplay,
    choices: isChoices,
    /** What holds for fields left empty, by the chosen issuer's profile and the settings. */
    defaults: object({ issuer: isString, audience: isString, algorithms: listOf(isString), tolerance: isString }),
    algorithms: listOf(isString),
    /** What the person has to fill in next: the keyboard goes there. */
    wants: oneOf('nothing', 'key', 'issuer', 'claims'),
    verifying: isBoolean,
    checks: listOf(object({ id: isString, outcome: oneOf('pass', 'fail', 'not-checked'), detail: isSentence })),
    /** Why it failed; `fix` is what the button beside it says. */
    explanations: listOf(object({ id: isString, detail: isString, fix: isString })),
    lifetime: isLifetime,
    header: isMemberTable,
    payload: isMemberTable,
    /** What an SD-JWT discloses, and its claims as a verifier passes them on. */
    disclosures: isMemberTable,
    presented: isMemberTable,
    findings: listOf(
      object({
        ...spanShape,
        ruleId: isString,
        severity: oneOf('error', 'warning', 'information', 'hint'),
        message: isSentence,
      }),
    ),
    /** What the webview hands to `setState`. */
    remembered: isRemembered,
  },
  {
    /** The document the token lives in: its name and line. */
    source: isString,
    /** Why a verification could not be made, or not be made well. */
    problem: isString,
    /** While the token is edited. */
    editor: isEditorView,
  },
);

export type Reply = Guarded<typeof isReply>;
const isReply = anyOf(
  object({ type: exactly('reply'), id: isNumber, ok: exactly(true) }, { value: isString }),
  object({ type: exactly('reply'), id: isNumber, ok: exactly(false), error: isString }),
);

/** What the host sends. */
export type ToWebview = Guarded<typeof isToWebview>;
export const isToWebview = anyOf(object({ type: exactly('view'), view: isPanelView }), isReply);
