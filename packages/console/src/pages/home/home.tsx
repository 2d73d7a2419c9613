// The first page: whom to ask, and what waits for you.
import { createLazyRoute } from "@tanstack/react-router";
import { Page } from "../../components/page.tsx";

function Home() {
  return <Page title="Home">{null}</Page>;
}

export const route = createLazyRoute("/signed-in/")({ component: Home });
