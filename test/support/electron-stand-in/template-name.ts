/** Whether macOS takes a picture of this name for a template: xTemplate.png, xTemplate@2x.png. */
export function isTemplateName(path: string): boolean {
  return /Template(?:@\d+x)?\.\w+$/.test(path);
}
