const RFC_7520_PAYLOAD =
  'SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwg' +
  'YW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4';
const RFC_7520_HEADER = 'eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9';
const RFC_7520_SIGNATURE = 's0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0';
const RFC_7515_PAYLOAD =
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
const JOE = { iss: 'joe', exp: 1_300_819_380, 'http://example.com/is_root': true };

export interface RfcExample {
  readonly source: string;
  readonly token: string;
  readonly kind: string;
  readonly header: Record<string, unknown>;
  readonly payload?: unknown;
}

/** Tokens as the standards print them. */
export const rfcExamples: readonly RfcExample[] = [
  {
    source: 'RFC 7515 A.1',
    token: `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${RFC_7515_PAYLOAD}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
    kind: 'jws',
    header: { typ: 'JWT', alg: 'HS256' },
    payload: JOE,
  },
  {
    source: 'RFC 7515 A.5, RFC 7519 6.1',
    token: `eyJhbGciOiJub25lIn0.${RFC_7515_PAYLOAD}.`,
    kind: 'unsecured',
    header: { alg: 'none' },
    payload: JOE,
  },
  {
    source: 'RFC 7516 A.1',
    token:
      'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.' +
      'OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGeipsEdY3mx_etLbbWSrFr05kLzcSr4qKAq7YN7e9jwQRb' +
      '23nfa6c9d-StnImGyFDbSv04uVuxIp5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5XnZAYpQdb76FdIKLaVmqgfwX7XWRxv2322i-vDxRfq' +
      'Nzo_tETKzpVLzfiwQyeyPGLBIO56YJ7eObdv0je81860ppamavo35UgoRdbYaBcoh9QcfylQr66oc6vFWXRcZ_ZT2LawVCWTIy3brGPi6Ukl' +
      'fCpIMfIjf7iGdXKHzg.' +
      '48V1_ALb6US04U3b.' +
      '5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A.' +
      'XFBoMYUZodetZdvTiFvSkQ',
    kind: 'jwe',
    header: { alg: 'RSA-OAEP', enc: 'A256GCM' },
  },
  {
    source: 'RFC 7520 4.4',
    token: `${RFC_7520_HEADER}.${RFC_7520_PAYLOAD}.${RFC_7520_SIGNATURE}`,
    kind: 'jws',
    header: { alg: 'HS256', kid: '018c0ae5-4d9b-471b-bfd6-eef314bc7037' },
    payload:
      'It\u2019s a dangerous business, Frodo, going out your door. You step onto the road, and if you ' +
      "don't keep your feet, there\u2019s no knowing where you might be swept off to.",
  },
  {
    source: 'RFC 7520 4.5',
    token: `${RFC_7520_HEADER}..${RFC_7520_SIGNATURE}`,
    kind: 'detached',
    header: { alg: 'HS256', kid: '018c0ae5-4d9b-471b-bfd6-eef314bc7037' },
  },
  {
    source: 'RFC 7520 5.6',
    token:
      'eyJhbGciOiJkaXIiLCJraWQiOiI3N2M3ZTJiOC02ZTEzLTQ1Y2YtODY3Mi02MTdiNWI0NTI0M2EiLCJlbmMiOiJBMTI4R0NNIn0..' +
      'refa467QzzKx6QAB.' +
      'JW_i_f52hww_ELQPGaYyeAB6HYGcR559l9TYnSovc23XJoBcW29rHP8yZOZG7YhLpT1bjFuvZPjQS-m0IFtVcXkZXdH_lr_FrdYt9HRUYksh' +
      'trMmIUAyGmUnd9zMDB2n0cRDIHAzFVeJUDxkUwVAE7_YGRPdcqMyiBoCO-FBdE-Nceb4h3-FtBP-c_BIwCPTjb9o0SbdcdREEMJMyZBH8ySW' +
      'MVi1gPD9yxi-aQpGbSv_F9N4IZAxscj5g-NJsUPbjk29-s7LJAGb15wEBtXphVCgyy53CoIKLHHeJHXex45Uz9aKZSRSInZI-wjsY0yu3cT4' +
      '_aQ3i1o-tiE-F8Ios61EKgyIQ4CWao8PFMj8TTnp.' +
      'vbb32Xvllea2OtmHAdccRQ',
    kind: 'jwe',
    header: { alg: 'dir', kid: '77c7e2b8-6e13-45cf-8672-617b5b45243a', enc: 'A128GCM' },
  },
  {
    source: 'RFC 7797 4.2',
    token: 'eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY',
    kind: 'detached',
    header: { alg: 'HS256', b64: false, crit: ['b64'] },
  },
  {
    source: 'RFC 8037 A.4',
    token:
      'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.' +
      'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
    kind: 'jws',
    header: { alg: 'EdDSA' },
    payload: 'Example of Ed25519 signing',
  },
];
