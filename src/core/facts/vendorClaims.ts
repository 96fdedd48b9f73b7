import { member } from '../text/json.ts';
import type { JsonNode, JsonObject } from '../text/json.ts';
import type { ClaimFact } from './claimFact.ts';

/** An identity provider and the claims that only it defines. */
interface Vendor {
  readonly name: string;
  /** Matches the `iss` of its tokens. */
  readonly issuer: RegExp;
  /** Claims that only this vendor uses: each tells the vendor, and is described wherever it appears. */
  readonly own: Readonly<Record<string, string>>;
  /** Claims whose names others use too: described only in a token that looks like this vendor's. */
  readonly shared: Readonly<Record<string, string>>;
}

/** Of `own` and `shared` claims, those that are NumericDates. */
const times: ReadonlySet<string> = new Set(['xms_tcdt', 'pwd_exp']);

const vendors: readonly Vendor[] = [
  {
    name: 'Microsoft Entra ID',
    issuer:
      /^https:\/\/(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net|[a-z0-9-]{1,63}\.(?:b2clogin|ciamlogin)\.com)\//,
    own: {
      appidacr: 'How the client authenticated (version 1.0)',
      azpacr: 'How the client authenticated (version 2.0)',
      idtyp: 'Whether an app or a user is the subject',
      aio: 'Internal to Entra ID',
      rh: 'Internal to Entra ID',
      uti: 'Token ID, internal to Entra ID',
      wids: 'Directory roles of the user in the tenant',
      unique_name: 'Readable user name (does not identify the user)',
      onprem_sid: 'On-premises security identifier',
      tenant_region_scope: 'Region of the tenant',
      xms_cc: 'Client capabilities',
      xms_tcdt: 'When the tenant was created',
      xms_tpl: 'Preferred language of the tenant',
      xms_idrel: 'Relation of the user to the tenant',
      acrs: 'Conditional Access contexts that were met',
      hasgroups: 'More groups than fit in the token',
      preferred_dataloc: 'Preferred data location of the user',
    },
    shared: {
      tid: 'Tenant ID',
      oid: 'Object ID of the user or service principal',
      appid: 'Application (client) ID, version 1.0',
      app_displayname: 'Name of the client application',
      scp: 'Delegated scopes',
      ver: 'Version of the token format',
      upn: 'User principal name (does not identify the user)',
      idp: 'Identity provider that authenticated the user',
      ipaddr: 'IP address of the sign-in',
      puid: 'User ID, internal to Microsoft',
      login_hint: 'Hint for the next sign-in',
      tfp: 'User flow (B2C)',
    },
  },
  {
    name: 'Google',
    issuer:
      /^(?:https:\/\/)?(?:accounts\.google\.com$|securetoken\.google\.com\/|cloud\.google\.com\/iap$|session\.firebase\.google\.com\/)/,
    own: {
      hd: 'Google Workspace domain of the user',
      firebase: 'How the user signed in with Firebase',
      google: 'Google-specific claims (device, access levels, Compute Engine)',
    },
    shared: { user_id: 'Firebase user ID' },
  },
  {
    name: 'Keycloak',
    issuer: /^https?:\/\/[^/?#]+(?:\/[^?#]*)?\/realms\/[^/?#]+$/,
    own: {
      realm_access: 'Roles in the realm',
      resource_access: 'Roles by client',
      session_state: 'Session ID',
      'allowed-origins': 'Web origins that can use the token',
    },
    shared: {
      typ: 'Kind of token: Bearer, ID, Refresh, Offline',
      s_hash: 'Hash of the state',
      resource: 'Resource server',
    },
  },
  {
    name: 'Amazon Cognito',
    issuer: /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\//,
    own: {
      'cognito:username': 'User name in the user pool',
      'cognito:groups': 'Groups of the user',
      'cognito:roles': 'IAM roles of the groups',
      'cognito:preferred_role': 'Preferred IAM role',
    },
    shared: {
      token_use: 'Kind of token: id or access',
      username: 'User name in the user pool',
      event_id: 'Sign-in event',
      origin_jti: 'ID that the refreshed tokens share',
      identities: 'Linked identity providers',
    },
  },
  {
    name: 'Auth0',
    issuer: /^https:\/\/[a-z0-9.-]+\.auth0\.com\/$/,
    own: { gty: 'Grant type' },
    shared: {
      permissions: 'Permissions (RBAC)',
      org_id: 'Organization ID',
      org_name: 'Organization name',
    },
  },
  {
    name: 'Okta',
    issuer: /^https:\/\/[a-z0-9-]+\.(?:okta|oktapreview|okta-emea|okta-gov)\.com(?:\/|$)/,
    own: {},
    shared: {
      cid: 'Client ID',
      uid: 'User ID',
      scp: 'Scopes',
      ver: 'Version of the token format',
      idp: 'Organization or identity provider that authenticated the user',
    },
  },
  {
    name: 'GitHub Actions',
    issuer: /^https:\/\/(?:token\.actions\.githubusercontent\.com|[^/?#]+\/_services\/token)(?:\/|$)/,
    own: {
      job_workflow_ref: 'Workflow of the job',
      job_workflow_sha: 'Commit of the workflow of the job',
      workflow_ref: 'Workflow file and ref',
      workflow_sha: 'Commit of the workflow file',
      repository_owner: 'Owner of the repository',
      repository_owner_id: 'ID of the owner',
      repository_visibility: 'Visibility of the repository',
      runner_environment: 'Hosted or self-hosted runner',
      environment_node_id: 'ID of the environment',
    },
    shared: {
      repository: 'Repository',
      repository_id: 'ID of the repository',
      actor: 'User who started the run',
      actor_id: 'ID of the user who started the run',
      workflow: 'Name of the workflow',
      head_ref: 'Source branch of the pull request',
      base_ref: 'Target branch of the pull request',
      ref: 'Git ref that triggered the run',
      ref_type: 'Branch or tag',
      ref_protected: 'Whether the ref is protected',
      sha: 'Commit',
      run_id: 'Run',
      run_number: 'Number of the run',
      run_attempt: 'Attempt of the run',
      event_name: 'Event that triggered the run',
      environment: 'Deployment environment',
      enterprise: 'Enterprise',
      enterprise_id: 'ID of the enterprise',
    },
  },
  {
    name: 'Kubernetes',
    issuer: /^(?:kubernetes\/serviceaccount$|https:\/\/kubernetes\.default\.svc)/,
    own: {
      'kubernetes.io': 'Namespace, service account and pod',
      'kubernetes.io/serviceaccount/namespace': 'Namespace',
      'kubernetes.io/serviceaccount/service-account.name': 'Service account',
      'kubernetes.io/serviceaccount/service-account.uid': 'ID of the service account',
      'kubernetes.io/serviceaccount/secret.name': 'Secret that contains this token',
    },
    shared: {},
  },
];

/** What a vendor means by a claim; a name that several parties use only where `payload` looks like that vendor's. */
export function describeVendorClaim(name: string, payload?: JsonNode): ClaimFact | undefined {
  const vendor = vendorOf(payload);
  const shared = vendor && own(vendor.shared, name);
  if (vendor && shared !== undefined) return fact(name, shared, vendor);
  for (const candidate of vendors) {
    const description = own(candidate.own, name);
    if (description !== undefined) return fact(name, description, candidate);
  }
  return undefined;
}

/** Remembered, because each claim of a payload asks for it and the answer needs a look at all of them. */
const known = new WeakMap<JsonObject, { readonly vendor: Vendor | undefined }>();

/** The vendor that likely issued this payload, told by `iss` or by a claim that only it uses. */
function vendorOf(payload: JsonNode | undefined): Vendor | undefined {
  if (payload?.type !== 'object') return undefined;
  const answer = known.get(payload) ?? { vendor: likelyVendor(payload) };
  known.set(payload, answer);
  return answer.vendor;
}

function likelyVendor(payload: JsonObject): Vendor | undefined {
  const issuer = member(payload, 'iss')?.value;
  const named = issuer?.type === 'string' ? vendors.find((vendor) => vendor.issuer.test(issuer.value)) : undefined;
  return named ?? vendors.find((vendor) => payload.members.some((claim) => own(vendor.own, claim.name) !== undefined));
}

function fact(name: string, description: string, vendor: Vendor): ClaimFact {
  return { name, description, source: vendor.name, ...(times.has(name) && { kind: 'time' as const }) };
}

/** A claim may be called `constructor`: only members of the table itself count. */
function own(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
