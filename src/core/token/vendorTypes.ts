import { member } from '../text/json.ts';
import type { JsonNode } from '../text/json.ts';
import type { TokenPurpose } from './tokenPurpose.ts';

/** A token that a vendor documents, told by what only its tokens have. */
interface VendorType {
  readonly label: string;
  readonly purpose: TokenPurpose;
  /** What string parameters and claims must look like, by name; `/^/` accepts any value, also one that is no string. */
  readonly header?: Readonly<Record<string, RegExp>>;
  readonly claims: Readonly<Record<string, RegExp>>;
  /** It has no other claims. */
  readonly isComplete?: true;
  /** Claims that the vendor wants in the header. */
  readonly headerClaims?: readonly string[];
}

/** Ten characters: how Apple names teams and keys. */
const appleId = /^[A-Z0-9]{10}$/;

const vendorTypes: readonly VendorType[] = [
  // supabase.com/docs/guides/api/api-keys: made for ten years. The first may be published, the second must not.
  { label: 'Supabase anon key', purpose: 'public-key', claims: { iss: /^supabase$/, role: /^anon$/ } },
  { label: 'Supabase service role key', purpose: 'api-key', claims: { iss: /^supabase$/, role: /^service_role$/ } },
  // developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns
  {
    label: 'APNs provider token',
    purpose: 'proof',
    header: { alg: /^ES256$/, kid: appleId },
    claims: { iss: appleId, iat: /^/ },
    isComplete: true,
  },
  // developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests
  { label: 'App Store Connect token', purpose: 'other', claims: { aud: /^appstoreconnect-v1$/ } },
  // developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret: at most six months
  {
    label: 'Sign in with Apple client secret',
    purpose: 'other',
    claims: { aud: /^https:\/\/appleid\.apple\.com$/, iss: appleId, sub: /^/ },
  },
  // developer.apple.com/documentation/appstoreserverapi/jwstransaction, and notifications: they tell of a moment
  { label: 'App Store signed data', purpose: 'proof', header: { x5c: /^/ }, claims: { signedDate: /^/ } },
  // docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
  {
    label: 'Identity from an AWS load balancer',
    purpose: 'proof',
    header: { signer: /^arn:aws[\w-]*:elasticloadbalancing:/ },
    claims: {},
    headerClaims: ['iss', 'exp'],
  },
  // help.tableau.com/current/online/en-us/connected_apps_direct.htm
  {
    label: 'Tableau connected app token',
    purpose: 'other',
    claims: { aud: /^tableau$/ },
    headerClaims: ['iss'],
  },
  // kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin: of a year, but bound to a pod
  { label: 'Kubernetes service account token', purpose: 'other', claims: { 'kubernetes.io': /^/ } },
  // imsglobal.org/spec/lti/v1p3 §5.3: a message on an OpenID Connect sign-in, which may be without a user
  {
    label: 'LTI message',
    purpose: 'other',
    claims: { 'https://purl.imsglobal.org/spec/lti/claim/message_type': /^/ },
  },
];

/** The first kind of vendor's token that header and claims fit. */
export function vendorTypeOf(
  header: JsonNode | undefined,
  payload: JsonNode,
): Pick<VendorType, 'label' | 'purpose' | 'headerClaims'> | undefined {
  return vendorTypes.find(
    (type) =>
      Object.entries(type.claims).every(([name, shape]) => fits(payload, name, shape)) &&
      Object.entries(type.header ?? {}).every(([name, shape]) => fits(header, name, shape)) &&
      (!type.isComplete || (payload.type === 'object' && payload.members.length === Object.keys(type.claims).length)),
  );
}

function fits(object: JsonNode | undefined, name: string, shape: RegExp): boolean {
  const value = member(object, name)?.value;
  return value !== undefined && shape.test(value.type === 'string' ? value.value : '');
}
