import { Code, ConnectError } from "@connectrpc/connect";

/** The answer, or null from a server that does not know the question. */
export async function ifServed<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ConnectError && error.code === Code.Unimplemented) return null;
    throw error;
  }
}

/** The answer, or null when what is asked about is not there. */
export async function ifThere<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ConnectError && error.code === Code.NotFound) return null;
    throw error;
  }
}
