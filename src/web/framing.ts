/** A page that shows such a frame and sends its own form. */
export const FRAMING = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      frameSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
}

/** A page with the desk's script, which may ask this server. */
export const SCRIPTED = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
}

/** Both. */
export const FRAMING_SCRIPTED = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      ...FRAMING.contentSecurityPolicy.directives,
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
    },
  },
}

/** A framed page: the mail as it will be sent, unable to run anything. */
export const FRAMED = {
  frameguard: { action: 'sameorigin' as const },
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'unsafe-inline'"],
      frameAncestors: ["'self'"],
      baseUri: ["'none'"],
      sandbox: ['allow-popups', 'allow-popups-to-escape-sandbox'],
    },
  },
}
