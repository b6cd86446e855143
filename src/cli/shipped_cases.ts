/** Where the shipped cases are. */
import { fromFileUrl } from "./paths.ts";

const root = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
/** The folder of the shipped cases. */
export const shippedCases = `${root}/cases`;
