// Leads whoever is not signed in to the sign-in page, and remembers where they wanted to go.
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { PageSkeleton } from "../components/page-skeleton.tsx";

export function ToSignIn() {
  const { href } = useLocation();
  const navigate = useNavigate();
  const sent = useRef(false);
  useEffect(() => {
    // Once: while the page is on its way the address is already its own, and would lead to itself for ever.
    if (sent.current) return;
    sent.current = true;
    void navigate({ to: "/sign-in", search: href === "/" ? {} : { next: href }, replace: true });
  }, [href, navigate]);
  return <PageSkeleton />;
}
