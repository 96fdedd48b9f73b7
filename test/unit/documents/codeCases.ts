/**
 * Code by language: what fires a rule, with `⟦` and `⟧` around the characters it has to underline, and what comes close
 * and must not. Each by what holds and why: a phrase that goes on from "fires" or "stays silent".
 */
export interface CodeCases {
  readonly ruleId: string;
  readonly languageId: string;
  readonly fires: Readonly<Record<string, string>>;
  readonly quiet: Readonly<Record<string, string>>;
}

const long = 'kJ8f2-mP4q_Rz7w9Xc1vB6n3Lh5s0Dg-TyUe';

export const codeCases: readonly CodeCases[] = [
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'typescript',
    fires: {
      'for a literal secret that signs': `const t = jwt.sign({ sub: 'a', exp: 1 }, '⟦${long}⟧', { algorithm: 'HS256' });`,
      'for a literal secret that verifies, even a short one': `jwt.verify(token, "⟦hush⟧");`,
      'for a secret in a buffer, with a type argument': `jwt.verify<Claims>(token, Buffer.from('⟦${long}⟧'));`,
      'for a secret that is encoded in a file which imports jose': `import { SignJWT } from 'jose';\nconst key = new TextEncoder().encode('⟦${long}⟧');`,
      'for the fallback of an environment variable': `const JWT_SECRET: string = process.env.JWT_SECRET ?? '⟦${long}⟧';`,
      'for the option of a Passport strategy': `new JwtStrategy({ secretOrKey: '⟦${long}⟧' }, done)`,
      'for the option of a NestJS module': `JwtModule.register({\n  secret: '⟦${long}⟧',\n})`,
      'for the option of an Express middleware': `app.use(expressjwt({ algorithms: ['HS256'], secret: '⟦${long}⟧' }));`,
      'for a placeholder in words, which signs as well as any other': `const JWT_SECRET = '⟦your-secret-here⟧';`,
      'for the name of a variable that is handed to a signer as it is': `const key = '⟦JWT_SECRET⟧'; jwt.sign(p, key)`,
      'for a property named like a signing secret': `const config = { jwtSecret: \`⟦${long}⟧\` };`,
    },
    quiet: {
      'for a secret from the environment': `jwt.sign(payload, process.env.JWT_SECRET);`,
      'in a line comment': `// jwt.sign(payload, 'hush')`,
      'in a block comment': `/* JWT_SECRET = 'hush' */`,
      'in a comment behind a URL, whose slashes begin none': `const url = 'http://a'; // JWT_SECRET = 'hush'`,
      'for a template with a variable in it': `jwt.sign(payload, \`\${secret}\`);`,
      'for the name of a variable': `const jwtSecretName = 'JWT_SECRET';`,
      'for a placeholder in angle brackets': `const JWT_SECRET = '<your secret>';`,
      'for a key of the configuration': `const jwtSecret = config.get('jwt.secret');`,
      'for the secret of an OAuth client, which signs nothing': `const clientSecret = '${long}';`,
      'for encoded text where only a comment speaks of tokens': `new TextEncoder().encode('${long}'); // token`,
      'for a private key, which is no shared secret': `jwt.sign(payload, '-----BEGIN PRIVATE KEY-----')`,
      'for the option of another module, where only a comment speaks of tokens': `register({ secret: '${long}' }) // token`,
    },
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'python',
    fires: {
      'for a literal secret that signs': `jwt.encode({"sub": "a"}, "⟦${long}⟧", algorithm="HS256")`,
      'for a named argument that verifies': `claims = jwt.decode(token, key='⟦${long}⟧', algorithms=["HS256"])`,
      'for an entry of a Flask configuration': `app.config["JWT_SECRET_KEY"] = "⟦hush⟧"`,
      'for the default of an environment variable': `JWT_SECRET = os.getenv("JWT_SECRET", "⟦${long}⟧")`,
    },
    quiet: {
      'for a secret from the settings': `jwt.encode(payload, settings.SECRET_KEY)`,
      'in a comment': `# jwt.encode(payload, "hush")`,
      'for a secret from the environment': `JWT_SECRET = os.environ["JWT_SECRET"]`,
      'for a path to the secret': `jwt_secret_path = "/run/secrets/jwt"`,
    },
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'go',
    fires: {
      'for bytes that sign': `s, err := token.SignedString([]byte("⟦${long}⟧"))`,
      'for a variable named like a JWT key': `var jwtKey = []byte("⟦hush⟧")`,
      'for bytes that a key function returns': `jwt.Parse(s, func(t *jwt.Token) (any, error) {\n\treturn []byte("⟦${long}⟧"), nil\n})`,
      'for a constant with a type': `const JWTSecret string = "⟦${long}⟧"`,
    },
    quiet: {
      'for a secret from the environment': `token.SignedString([]byte(os.Getenv("JWT_SECRET")))`,
      'in a comment': `// token.SignedString([]byte("hush"))`,
      'for bytes that another function returns': `return []byte("hello"), nil // token`,
    },
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'java',
    fires: {
      'for a secret of java-jwt': `Algorithm a = Algorithm.HMAC256("⟦${long}⟧"); // JWT`,
      'for the bytes of a secret of JJWT': `SecretKey k = Keys.hmacShaKeyFor("⟦${long}⟧".getBytes(UTF_8)); // jwt`,
      'for a secret that JJWT signs with': `Jwts.builder().signWith(SignatureAlgorithm.HS512, "⟦hush⟧").compact(); // jwt`,
      'for a key specification of an HMAC': `new SecretKeySpec("⟦${long}⟧".getBytes(), "HmacSHA256"); // jwt`,
      'for a constant named like a signing secret': `private static final String JWT_SECRET = "⟦${long}⟧";`,
    },
    quiet: {
      'for a variable': `Algorithm.HMAC256(secret); // JWT`,
      'for a property that Spring fills in': `@Value("\${jwt.secret}") String jwtSecret;`,
      'in a comment': `// Algorithm.HMAC256("hush")`,
      'for a key specification of AES': `new SecretKeySpec("${long}".getBytes(), "AES"); // token`,
    },
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'kotlin',
    fires: {
      'for a value named like a signing secret': `val jwtSecret: String = "⟦${long}⟧"`,
      'for a secret of java-jwt': `JWT.create().sign(Algorithm.HMAC512("⟦hush⟧"))`,
    },
    quiet: {
      'for a template with a variable in it': `val jwtSecret = "\${config.secret}"`,
      'for a variable': `JWT.create().sign(Algorithm.HMAC512(secret))`,
    },
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'csharp',
    fires: {
      'for the bytes of a security key': `var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("⟦${long}⟧")); // token`,
      'for a secret of a builder': `JwtBuilder.Create().WithSecret("⟦hush⟧")`,
      'for a constant named like a signing secret': `private const string JwtSecret = "⟦${long}⟧";`,
    },
    quiet: {
      'for a key of the configuration': `new SymmetricSecurityKey(Encoding.UTF8.GetBytes(config["Jwt:Key"]))`,
      'in a block comment': `/* JwtBuilder.Create().WithSecret("hush") */`,
    },
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'ruby',
    fires: {
      'for a literal secret that signs, without parentheses': `token = JWT.encode payload, '⟦${long}⟧', 'HS256'`,
      'for a literal secret that verifies': `JWT.decode(token, "⟦hush⟧", true, { algorithm: 'HS256' })`,
      'for the fallback of an environment variable': `JWT_SECRET = ENV['JWT_SECRET'] || '⟦${long}⟧'`,
    },
    quiet: {
      'for a secret from the environment': `JWT.encode payload, ENV['JWT_SECRET'], 'HS256'`,
      'in a comment': `# JWT.encode payload, 'hush'`,
      'for no key at all, which verification-disabled reports': `JWT.decode token, nil, false`,
    },
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'php',
    fires: {
      'for a literal secret that signs': `$t = JWT::encode($payload, '⟦${long}⟧', 'HS256');`,
      'for the secret of a key object': `JWT::decode($t, new Key('⟦hush⟧', 'HS256'));`,
      'for the default of an environment variable': `'jwt_secret' => env('JWT_SECRET', '⟦${long}⟧'),`,
    },
    quiet: {
      'for a variable': `JWT::encode($payload, $secret, 'HS256');`,
      'in a comment': `# JWT::encode($payload, 'hush')`,
      'for a secret from the environment': `'jwt_secret' => env('JWT_SECRET'),`,
    },
  },
  {
    ruleId: 'hardcoded-hmac-secret',
    languageId: 'rust',
    fires: {
      'for an encoding key of literal text': `encode(&Header::default(), &claims, &EncodingKey::from_secret("⟦${long}⟧".as_ref()))? // jwt`,
      'for a decoding key of literal bytes': `decode::<Claims>(&token, &DecodingKey::from_secret(b"⟦hush⟧"), &validation)`,
      'for a constant named like a signing secret': `const JWT_SECRET: &[u8] = b"⟦${long}⟧";`,
    },
    quiet: {
      'for a variable': `EncodingKey::from_secret(secret.as_ref()) // jwt`,
      'in a comment': `// EncodingKey::from_secret("hush") jwt`,
    },
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'javascript',
    fires: {
      'for null in place of the key': `jwt.verify(token, ⟦null⟧, cb);`,
      'for an expiry that is ignored': `jwt.verify(token, key, { ⟦ignoreExpiration: true⟧ });`,
      'for "none" among the accepted algorithms': `jwt.verify(token, key, { algorithms: ['HS256', '⟦none⟧'] });`,
      'for "none" as the algorithm that signs': `jwt.sign(payload, '', { algorithm: "⟦none⟧" });`,
      'for the class of jose that reads unsecured tokens': `const { payload } = ⟦UnsecuredJWT.decode⟧(token);`,
      'for the argument of jwt-simple that skips the check': `jwt.decode(token, secret, ⟦true⟧);`,
    },
    quiet: {
      'for a list of algorithms': `jwt.verify(token, key, { algorithms: ['RS256'] });`,
      'for an expiry that is not ignored': `jwt.verify(token, key, { ignoreExpiration: false });`,
      'in a comment': `// ignoreExpiration: true for tokens`,
      'for an option of the same name elsewhere': `RefreshToken.find(id, { ignoreExpiration: true });`,
      'for a word that only begins with "none"': `const display = { algorithm: 'nonexistent' }; // token`,
    },
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'python',
    fires: {
      'for the option that skips the signature': `jwt.decode(token, options={⟦"verify_signature": False⟧})`,
      'for the argument that skips the signature': `jwt.decode(token, key, ⟦verify=False⟧)`,
      'for "none" among the accepted algorithms': `jwt.decode(token, key, algorithms=["⟦none⟧"])`,
      'for the option that skips the expiry': `jwt.decode(token, key, options={⟦'verify_exp': False⟧})`,
    },
    quiet: {
      'for the option that checks the signature': `jwt.decode(token, key, options={"verify_signature": True})`,
      'for the certificate of a server, which is another matter': `requests.get(url, verify=False)  # token`,
    },
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'go',
    fires: {
      'for the function that parses without verifying': `claims, _, err := jwt.NewParser().⟦ParseUnverified⟧(s, c)`,
      'for the constant that allows "none"': `return ⟦jwt.UnsafeAllowNoneSignatureType⟧, nil`,
      'for a parser that skips the claims': `p := jwt.NewParser(jwt.⟦WithoutClaimsValidation()⟧)`,
    },
    quiet: { 'for a parser with a key function': `jwt.Parse(s, keyFunc)`, 'in a comment': `// jwt.ParseUnverified(s)` },
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'java',
    fires: {
      'for a consumer without validators': `new JwtConsumerBuilder().⟦setSkipAllValidators()⟧.build();`,
      'for a verifier that accepts "none"': `JWT.require(⟦Algorithm.none()⟧).build();`,
      'for a parser that accepts unsecured tokens': `Jwts.parser()⟦.unsecured()⟧.build();`,
    },
    quiet: {
      'for a parser with a key': `Jwts.parser().verifyWith(key).build();`,
      'in a comment': `// setSkipAllValidators() on a JWT`,
    },
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'csharp',
    fires: {
      'for each of the checks that are switched off': `new TokenValidationParameters { ⟦ValidateIssuer = false⟧, ⟦ValidateAudience = false⟧ }`,
      'for unsigned tokens that are accepted': `new TokenValidationParameters { ⟦RequireSignedTokens = false⟧ }`,
      'for an expiry that is not checked': `new TokenValidationParameters { ⟦ValidateLifetime = false⟧ }`,
    },
    quiet: {
      'for a check that is switched on': `new TokenValidationParameters { ValidateIssuer = true }`,
      'in a comment': `// Token: ValidateIssuer = false`,
    },
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'ruby',
    fires: {
      'for the argument that skips the signature': `JWT.decode token, nil, ⟦false⟧`,
      'for the option that skips the expiry': `JWT.decode(token, key, true, { ⟦verify_expiration: false⟧, algorithm: 'HS256' })`,
    },
    quiet: {
      'for an algorithm that is pinned': `JWT.decode token, key, true, { algorithm: 'HS256' }`,
      'in a comment': `# JWT.decode token, nil, false`,
    },
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'php',
    fires: {
      'for the argument of old versions that skips the signature': `$claims = JWT::decode($token, null, ⟦false⟧);`,
      'for a configuration without a signer': `$config = ⟦Configuration::forUnsecuredSigner⟧(); // token`,
      'for a header with "none"': `$header = ['typ' => 'JWT', 'alg' => '⟦none⟧'];`,
    },
    quiet: {
      'for a header with an algorithm': `$header = ['typ' => 'JWT', 'alg' => 'HS256'];`,
      'in a comment': `# 'alg' => 'none' in a JWT`,
    },
  },
  {
    ruleId: 'verification-disabled',
    languageId: 'rust',
    fires: {
      'for the method that skips the signature': `validation.⟦insecure_disable_signature_validation()⟧; // token`,
      'for an expiry that is not checked': `validation.⟦validate_exp = false⟧; // token`,
    },
    quiet: {
      'for an expiry that is checked': `validation.validate_exp = true; // token`,
      'in a comment': `// insecure_disable_signature_validation() token`,
    },
  },
  {
    ruleId: 'token-in-web-storage',
    languageId: 'typescript',
    fires: {
      'for a name that speaks of a token': `localStorage.setItem(⟦'access_token'⟧, value);`,
      'for a value that speaks of a token': `sessionStorage.setItem(⟦KEY⟧, response.accessToken);`,
      'for a property of the storage': `localStorage.⟦jwt⟧ = value;`,
      'for an index of the storage': `window.localStorage['⟦id_token⟧'] = value;`,
    },
    quiet: {
      'for another name, where only a comment speaks of tokens': `localStorage.setItem('theme', 'dark'); // token`,
      'for a token against request forgery, which is no credential': `localStorage.setItem('csrfToken', value);`,
      'for reading': `localStorage.getItem('token');`,
      'for comparing': `if (localStorage.token === value) stop();`,
      'for the time at which a token expires': `localStorage.setItem('tokenExpiry', when);`,
    },
  },
  {
    ruleId: 'token-in-web-storage',
    languageId: 'vue',
    fires: {
      'in the script of a component': `<script>\nlocalStorage.setItem(⟦'token'⟧, t)\n</script>`,
      'for a name that speaks of signing in': `sessionStorage.setItem(⟦"auth"⟧, t) // token`,
    },
    quiet: {
      'for removing': `localStorage.removeItem('token')`,
      'for a name that only resembles one': `localStorage.setItem('author', token.sub)`,
    },
  },
  {
    ruleId: 'verify-without-algorithms',
    languageId: 'javascript',
    fires: {
      'for jsonwebtoken without options': `⟦jwt.verify⟧(token, key);`,
      'for jose with other options': `await ⟦jwtVerify⟧(token, key, { issuer });`,
    },
    quiet: {
      'for a list of algorithms': `jwt.verify(token, key, { algorithms: ['RS256'] });`,
      'for a list of algorithms in a variable': `await jwtVerify(token, key, { algorithms });`,
    },
  },
  {
    ruleId: 'verify-without-algorithms',
    languageId: 'python',
    fires: {
      'for PyJWT without algorithms': `⟦jwt.decode⟧(token, key)`,
      'for PyJWT with other arguments': `⟦jwt.decode⟧(token, key, audience="a")`,
    },
    quiet: {
      'for a list of algorithms': `jwt.decode(token, key, algorithms=["RS256"])`,
      'for no verification at all, which verification-disabled reports': `jwt.decode(token, options={"verify_signature": False})`,
    },
  },
  {
    ruleId: 'verify-without-algorithms',
    languageId: 'go',
    fires: {
      'for a parser without options': `⟦jwt.Parse⟧(s, keyFunc)`,
      'for a parser with claims and without options': `⟦jwt.ParseWithClaims⟧(s, &c, keyFunc)`,
    },
    quiet: {
      'for a list of methods': `jwt.Parse(s, keyFunc, jwt.WithValidMethods([]string{"RS256"}))`,
      'for a key that names its algorithm': `jwt.Parse(s, jwt.WithKey(jwa.RS256, key))`,
    },
  },
  {
    ruleId: 'verify-without-algorithms',
    languageId: 'csharp',
    fires: {
      'for parameters without algorithms': `var p = ⟦new TokenValidationParameters⟧ { IssuerSigningKey = key };`,
      'for parameters over several lines': `⟦new TokenValidationParameters⟧()\n{\n  ValidIssuer = issuer,\n}`,
    },
    quiet: {
      'for a list of algorithms': `new TokenValidationParameters { ValidAlgorithms = new[] { "RS256" } }`,
      'for a type that is only named': `TokenValidationParameters parameters;`,
    },
  },
  {
    ruleId: 'verify-without-algorithms',
    languageId: 'ruby',
    fires: {
      'for a key and nothing else': `⟦JWT.decode⟧ token, key`,
      'for a key and verification switched on': `⟦JWT.decode⟧(token, key, true)`,
    },
    quiet: {
      'for an algorithm': `JWT.decode token, key, true, { algorithm: 'RS256' }`,
      'for no verification at all, which verification-disabled reports': `JWT.decode token, nil, false`,
    },
  },
  {
    ruleId: 'decode-used-as-verify',
    languageId: 'typescript',
    fires: {
      'for decoded claims that decide in the next line': `const claims = ⟦jwtDecode⟧<Claims>(token);\nif (claims.admin) open();`,
      'for decoded claims that decide at once': `if (⟦decodeJwt⟧(token).role === 'admin') open();`,
      'for a claim that is taken out and decides': `const { role } = ⟦jwt.decode⟧(token);\nif (role === 'admin') open();`,
    },
    quiet: {
      'for decoded claims that are only shown': `const claims = jwtDecode(token);\nshow(claims.name);`,
      'for decoded claims that only decide what is verified': `const claims = decodeJwt(token);\nif (claims.admin) await jwtVerify(token, key);`,
    },
  },
  {
    ruleId: 'decode-used-as-verify',
    languageId: 'go',
    fires: {
      'for a token that was parsed without verifying and decides': `token, _, err := parser.⟦ParseUnverified⟧(s, claims)\nif token.Valid {`,
      'for one that decides in the same statement': `if token, _, _ := parser.⟦ParseUnverified⟧(s, c); token != nil {`,
    },
    quiet: {
      'for one that is only printed': `token, _, _ := parser.ParseUnverified(s, claims)\nlog.Print(token)`,
      'for another function that parses': `if ok := parse(s); ok { /* jwt */ }`,
    },
  },
];
