/** The version of the suite. Cases may change between versions; the report names both. */
export const version = "0.2.0";
