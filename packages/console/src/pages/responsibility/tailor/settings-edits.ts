// Tailoring what is not a row: the questions of the decision framework, the floor beneath drift, and how requests are taken.
import type { FrameworkQuestion, Matrix, RequestRules } from "@remit/responsibility";
import { type Edit, swap } from "./edits.ts";

const withQuestions =
  (change: (questions: Matrix["framework"]) => Matrix["framework"]): Edit =>
  (matrix) => ({ ...matrix, framework: change(matrix.framework) });

/** At the end: the first yes counts, so what is more particular is moved up. */
export const addQuestion = (question: FrameworkQuestion): Edit =>
  withQuestions((questions) => [...questions, question]);

export const editQuestion = (id: string, change: Partial<FrameworkQuestion>): Edit =>
  withQuestions((questions) => questions.map((one) => (one.id === id ? { ...one, ...change } : one)));

export const removeQuestion = (id: string): Edit =>
  withQuestions((questions) => questions.filter((one) => one.id !== id));

/** One place up or down; at the end it stays. */
export const moveQuestion = (id: string, by: -1 | 1): Edit =>
  withQuestions((questions) => {
    const at = questions.findIndex((one) => one.id === id);
    const [one, other] = [questions[at], questions[at + by]];
    return one === undefined || other === undefined ? questions : swap(questions, one, other);
  });

export const setOrganization =
  (organization: string): Edit =>
  (matrix) => ({ ...matrix, organization });

export const setFloorRole =
  (floorRole: Matrix["baseline"]["floorRole"]): Edit =>
  (matrix) => ({ ...matrix, baseline: { ...matrix.baseline, floorRole } });

export const editRequests =
  (change: Partial<RequestRules>): Edit =>
  (matrix) => ({ ...matrix, requests: { ...matrix.requests, ...change } });
