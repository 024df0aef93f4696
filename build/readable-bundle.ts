/** How a bundle for Node is made small: names stay, so that a stack in somebody's log can be read. */
export const readable = { mangle: false, compress: true, codegen: true };
