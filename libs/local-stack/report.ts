/** Takes one line for a person to read: what is being done, or has been. */
export type Report = (line: string) => void;
