import * as z from "zod";

const shapeless = z.looseObject({});

const podSpec = z
  .looseObject({
    containers: z.array(z.looseObject({ name: z.string(), env: z.array(shapeless).optional() })).min(1),
    initContainers: z.array(z.looseObject({ name: z.string(), env: z.array(shapeless).optional() })).optional(),
    restartPolicy: z
      .literal("Never", "must be Never (the default): a check that is run again until it passes says nothing")
      .optional(),
  })
  .describe("The pod, as in Kubernetes");

const one = (what: string) => z.literal(1, `must be 1 (the default): ${what}`).optional();

/** A Job's spec as Kubernetes has it, without what a check decides itself. The API server checks the rest. */
export const jobSpec = z
  .looseObject({
    template: z.looseObject({
      metadata: z
        .looseObject({
          labels: z.record(z.string(), z.string()).optional(),
          annotations: z.record(z.string(), z.string()).optional(),
        })
        .optional(),
      spec: podSpec,
    }),
    backoffLimit: z.literal(0, "must be 0 (the default): one check is one run").optional(),
    completions: one("one pod is judged"),
    parallelism: one("one pod is judged"),
    suspend: z.literal(false, "a suspended Job never ends").optional(),
    manualSelector: z.literal(false, "the pods are found by the selector that Kubernetes makes").optional(),
    activeDeadlineSeconds: z.int().min(1).optional(),
    ttlSecondsAfterFinished: z.int().min(60, "expected 60 or more: the log is read after the end").optional(),
  })
  .superRefine((given, context) => {
    if ("spec" in given || "kind" in given)
      context.addIssue({
        code: "custom",
        message: "expected the spec of a Job: what stands under spec: in a manifest",
      });
  });

export type JobSpec = z.output<typeof jobSpec>;
