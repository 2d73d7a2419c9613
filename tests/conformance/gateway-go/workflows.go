package main

import (
	"context"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// How the activity that heartbeats tells the rest of the program of itself.
type beats struct {
	begun chan struct{}
	ended chan string
}

func newBeats() *beats {
	return &beats{begun: make(chan struct{}, 1), ended: make(chan string, 1)}
}

func register(to worker.Registry, made *beats) {
	for name, function := range map[string]any{
		"count": count, "echoOnce": echoOnce, "family": family, "runAgain": runAgain, "beatUntilCancelled": beatUntilCancelled,
	} {
		to.RegisterWorkflowWithOptions(function, workflow.RegisterOptions{Name: name})
	}
	to.RegisterActivityWithOptions(echo, activity.RegisterOptions{Name: "echo"})
	to.RegisterActivityWithOptions(made.beat, activity.RegisterOptions{Name: "beat"})
}

func echo(_ context.Context, text string) (string, error) { return text, nil }

func (made *beats) beat(ctx context.Context) error {
	made.begun <- struct{}{}
	for {
		activity.RecordHeartbeat(ctx)
		select {
		case <-ctx.Done():
			word := ctx.Err().Error()
			if ctx.Err() == context.Canceled {
				word = "cancelled"
			}
			made.ended <- word
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func count(ctx workflow.Context) (int, error) {
	sum := 0
	err := workflow.SetQueryHandler(ctx, "total", func() (int, error) { return sum, nil })
	if err != nil {
		return 0, err
	}
	err = workflow.SetUpdateHandler(ctx, "addAndTell", func(_ workflow.Context, more int) (int, error) {
		sum += more
		return sum, nil
	})
	if err != nil {
		return 0, err
	}
	finished := false
	workflow.Go(ctx, func(ctx workflow.Context) {
		for {
			var more int
			workflow.GetSignalChannel(ctx, "add").Receive(ctx, &more)
			sum += more
		}
	})
	workflow.Go(ctx, func(ctx workflow.Context) {
		workflow.GetSignalChannel(ctx, "finish").Receive(ctx, nil)
		finished = true
	})
	err = workflow.Await(ctx, func() bool { return finished })
	return sum, err
}

func echoOnce(ctx workflow.Context, text string) (string, error) {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: 5 * time.Minute})
	var echoed string
	err := workflow.ExecuteActivity(ctx, "echo", text).Get(ctx, &echoed)
	return echoed, err
}

func family(ctx workflow.Context) (string, error) {
	if err := workflow.Sleep(ctx, time.Millisecond); err != nil {
		return "", err
	}
	locally := workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{StartToCloseTimeout: time.Minute})
	var local, child string
	if err := workflow.ExecuteLocalActivity(locally, echo, "locally").Get(ctx, &local); err != nil {
		return "", err
	}
	if err := workflow.ExecuteChildWorkflow(ctx, "echoOnce", "by a child").Get(ctx, &child); err != nil {
		return "", err
	}
	return "after a timer, " + local + ", " + child, nil
}

func runAgain(ctx workflow.Context, times int) (string, error) {
	if times > 0 {
		return "", workflow.NewContinueAsNewError(ctx, "runAgain", times-1)
	}
	return "the last run", nil
}

func beatUntilCancelled(ctx workflow.Context) error {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: 5 * time.Minute,
		HeartbeatTimeout:    time.Minute,
		WaitForCancellation: true,
	})
	return workflow.ExecuteActivity(ctx, "beat").Get(ctx, nil)
}
