/** A self-signed certificate for mx.test, localhost and 127.0.0.1, and its key: for tests and the demo only. */

/** The certificate (PEM, P-256), valid for twenty years. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBnjCCAUSgAwIBAgIULLQrAXR4/raCjOkuwlQr3St36IYwCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHbXgudGVzdDAeFw0yNjExMjMyMzI2NDhaFw00NjExMTgyMzI2
NDhaMBIxEDAOBgNVBAMMB214LnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AASITpceIKQLCKhex3HGM2kBYD6wR2sSV46b8mCBthiGztTe0tFDcvT+hvnzCvw8
2CHeREXlMhHca/lobOfTGu5+o3gwdjAdBgNVHQ4EFgQUVA7uF+pz7JytWqdW6oW1
pgHNKM4wHwYDVR0jBBgwFoAUVA7uF+pz7JytWqdW6oW1pgHNKM4wDwYDVR0TAQH/
BAUwAwEB/zAjBgNVHREEHDAaggdteC50ZXN0gglsb2NhbGhvc3SHBH8AAAEwCgYI
KoZIzj0EAwIDSAAwRQIhAIpsynDq2WLoeVW3iD80eWH0ZE+yDX11TErVy4O7rPF1
AiA6tLTiTy5+WLOyGFmM+sa6cPFHGrnawRT1sWFkvvFycw==
-----END CERTIFICATE-----
`;

/** Its key. It protects nothing. */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg8PMZvx2AFgZnXeR/
3QFiANsRcaSSi8c9rJsDZ1PvV8+hRANCAASITpceIKQLCKhex3HGM2kBYD6wR2sS
V46b8mCBthiGztTe0tFDcvT+hvnzCvw82CHeREXlMhHca/lobOfTGu5+
-----END PRIVATE KEY-----
`;

/** A certificate of the user alice, for the client to show, valid for a hundred years. */
export const clientCertificate = `-----BEGIN CERTIFICATE-----
MIIBdzCCAR2gAwIBAgIUNt1W+qQPo8tpBsxUmUKt+hZonTEwCgYIKoZIzj0EAwIw
EDEOMAwGA1UEAwwFYWxpY2UwIBcNMjYxMTMwMjA0NDIzWhgPMjEyNjExMDYyMDQ0
MjNaMBAxDjAMBgNVBAMMBWFsaWNlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
e1OqlMBbLJbS4aaA1N4MTkWabt3pUrJksWd2F+vqfUFviYQMFKEjjhjpEBwMsKzR
QiwAslhD0CnuGE8XN5hUiKNTMFEwHQYDVR0OBBYEFA01pdERXNDIn99pMvGraYXv
ksOjMB8GA1UdIwQYMBaAFA01pdERXNDIn99pMvGraYXvksOjMA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgeoZNFLuwwy26qTonBqdu71V5yMvroUpk
T+seVkW7kEoCIQCvBEm3JFveGlw8ngT36efyXsfszKFt5NwJ38N+vmDfzA==
-----END CERTIFICATE-----
`;

/** Its key. It protects nothing. */
export const clientKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgV2CAkJQWkAMBu3LA
zyYJWr+TW4Hg25Gx1QfrHIHJyZKhRANCAAR7U6qUwFssltLhpoDU3gxORZpu3elS
smSxZ3YX6+p9QW+JhAwUoSOOGOkQHAywrNFCLACyWEPQKe4YTxc3mFSI
-----END PRIVATE KEY-----
`;
