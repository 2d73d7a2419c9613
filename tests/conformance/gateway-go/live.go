package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
)

func live(ctx context.Context, connected client.Client, namespace string, made *beats) (*outcomes, error) {
	found := &outcomes{}
	steps := []func() error{
		func() error { return countOnce(ctx, connected, found) },
		func() error { return execute(ctx, connected, "family", "family", &found.Family) },
		func() error { return execute(ctx, connected, "again", "runAgain", &found.Continued, 2) },
		func() error {
			large := strings.Repeat("x", 1_000_000)
			var echoed string
			err := execute(ctx, connected, "large", "echoOnce", &echoed, large)
			found.LargeEchoed = echoed == large
			return err
		},
		func() error { return beatAndCancel(ctx, connected, made, found) },
		func() error { return terminate(ctx, connected, found) },
		func() error { return resetToItsStart(ctx, connected, namespace, found) },
		func() error { return keepSchedule(ctx, connected, found) },
		func() error { return listAll(ctx, connected, found) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func start(ctx context.Context, connected client.Client, id, kind string, args ...any) (client.WorkflowRun, error) {
	options := client.StartWorkflowOptions{ID: id, TaskQueue: taskQueue, WorkflowExecutionErrorWhenAlreadyStarted: true}
	return connected.ExecuteWorkflow(ctx, options, kind, args...)
}

func execute(ctx context.Context, connected client.Client, id, kind string, result any, args ...any) error {
	run, err := start(ctx, connected, id, kind, args...)
	if err != nil {
		return err
	}
	return run.Get(ctx, result)
}

func addAndTell(ctx context.Context, connected client.Client, id string, result *int) error {
	update, err := connected.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID: id, UpdateName: "addAndTell", Args: []any{3}, WaitForStage: client.WorkflowUpdateStageCompleted,
	})
	if err != nil {
		return err
	}
	return update.Get(ctx, result)
}

func total(ctx context.Context, connected client.Client, sum *int) error {
	answer, err := connected.QueryWorkflow(ctx, "count", "", "total")
	if err != nil {
		return err
	}
	return answer.Get(sum)
}

func countOnce(ctx context.Context, connected client.Client, found *outcomes) error {
	run, err := start(ctx, connected, "count", "count")
	if err != nil {
		return err
	}
	if err := connected.SignalWorkflow(ctx, "count", "", "add", 2); err != nil {
		return err
	}
	// Go's workflows take signals in a coroutine, which an update of the same task may be ahead of.
	for found.Queried != 2 {
		if err := total(ctx, connected, &found.Queried); err != nil {
			return err
		}
	}
	if err := addAndTell(ctx, connected, "count", &found.Updated); err != nil {
		return err
	}
	if err := total(ctx, connected, &found.Queried); err != nil {
		return err
	}
	_, err = start(ctx, connected, "count", "count")
	var twice *serviceerror.WorkflowExecutionAlreadyStarted
	found.StartedTwice = errors.As(err, &twice)
	if err := connected.SignalWorkflow(ctx, "count", "", "finish", nil); err != nil {
		return err
	}
	return run.Get(ctx, &found.Counted)
}

func beatAndCancel(ctx context.Context, connected client.Client, made *beats, found *outcomes) error {
	run, err := start(ctx, connected, "beating", "beatUntilCancelled")
	if err != nil {
		return err
	}
	<-made.begun
	if err := connected.CancelWorkflow(ctx, "beating", ""); err != nil {
		return err
	}
	found.Heartbeats = <-made.ended
	if run.Get(ctx, nil) == nil {
		return errors.New("a cancelled workflow completed")
	}
	return nil
}

func terminate(ctx context.Context, connected client.Client, found *outcomes) error {
	options := client.StartWorkflowOptions{ID: "stuck", TaskQueue: "nobody"}
	if _, err := connected.ExecuteWorkflow(ctx, options, "count"); err != nil {
		return err
	}
	if err := connected.TerminateWorkflow(ctx, "stuck", "", "no longer needed"); err != nil {
		return err
	}
	_, err := connected.DescribeWorkflowExecution(ctx, "nothing", "")
	found.Unknown = isNotFound(err)
	return nil
}

func isNotFound(err error) bool {
	var missing *serviceerror.NotFound
	return errors.As(err, &missing)
}

func resetToItsStart(ctx context.Context, connected client.Client, namespace string, found *outcomes) error {
	run, err := start(ctx, connected, "reset", "count")
	if err != nil {
		return err
	}
	var ignored int
	if err := addAndTell(ctx, connected, "reset", &ignored); err != nil {
		return err
	}
	var first int64
	history := connected.GetWorkflowHistory(ctx, "reset", run.GetRunID(), false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for first == 0 && history.HasNext() {
		event, err := history.Next()
		if err != nil {
			return err
		}
		if event.EventType == enums.EVENT_TYPE_WORKFLOW_TASK_COMPLETED {
			first = event.EventId
		}
	}
	// What was signalled and updated is not done again.
	notAgain := []enums.ResetReapplyExcludeType{enums.RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL, enums.RESET_REAPPLY_EXCLUDE_TYPE_UPDATE}
	reset, err := connected.ResetWorkflowExecution(ctx, &workflowservice.ResetWorkflowExecutionRequest{
		Namespace:                 namespace,
		WorkflowExecution:         &common.WorkflowExecution{WorkflowId: "reset", RunId: run.GetRunID()},
		Reason:                    "from its start",
		RequestId:                 "reset-once",
		WorkflowTaskFinishEventId: first,
		ResetReapplyExcludeTypes:  notAgain,
	})
	if err != nil {
		return err
	}
	if err := connected.SignalWorkflow(ctx, "reset", reset.RunId, "finish", nil); err != nil {
		return err
	}
	return connected.GetWorkflow(ctx, "reset", reset.RunId).Get(ctx, &found.Reset)
}

func keepSchedule(ctx context.Context, connected client.Client, found *outcomes) error {
	handle, err := connected.ScheduleClient().Create(ctx, client.ScheduleOptions{
		ID:   "some-day",
		Spec: client.ScheduleSpec{Calendars: []client.ScheduleCalendarSpec{{Year: []client.ScheduleRange{{Start: 2099}}}}},
		Action: &client.ScheduleWorkflowAction{
			ID: "scheduled", Workflow: "echoOnce", Args: []any{"by a schedule"}, TaskQueue: taskQueue,
		},
	})
	if err != nil {
		return err
	}
	if err := handle.Trigger(ctx, client.ScheduleTriggerOptions{}); err != nil {
		return err
	}
	var started *client.ScheduleWorkflowExecution
	for started == nil {
		described, err := handle.Describe(ctx)
		if err != nil {
			return err
		}
		if actions := described.Info.RecentActions; len(actions) > 0 {
			started = actions[0].StartWorkflowResult
		} else {
			time.Sleep(100 * time.Millisecond)
		}
	}
	run := connected.GetWorkflow(ctx, started.WorkflowID, started.FirstExecutionRunID)
	if err := run.Get(ctx, &found.Schedule.Triggered); err != nil {
		return err
	}
	if err := handle.Pause(ctx, client.SchedulePauseOptions{Note: "for now"}); err != nil {
		return err
	}
	described, err := handle.Describe(ctx)
	if err != nil {
		return err
	}
	found.Schedule.Paused = described.Schedule.State.Paused
	found.Schedule.Note = described.Schedule.State.Note
	if err := handle.Delete(ctx); err != nil {
		return err
	}
	_, err = handle.Describe(ctx)
	found.Schedule.Deleted = isNotFound(err)
	return nil
}

// What has come about is listed a moment later.
func listAll(ctx context.Context, connected client.Client, found *outcomes) error {
	const query = "ExecutionStatus != 'Running'"
	for found.Count < 12 {
		counted, err := connected.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{Query: query})
		if err != nil {
			return err
		}
		found.Count = counted.Count
		time.Sleep(100 * time.Millisecond)
	}
	var token []byte
	for {
		page, err := connected.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
			Query: query, PageSize: 5, NextPageToken: token,
		})
		if err != nil {
			return err
		}
		for _, one := range page.Executions {
			status := strings.ToUpper(strings.TrimPrefix(toSnake(one.Status.String()), "_"))
			found.List = append(found.List, one.Type.Name+" "+status)
		}
		if token = page.NextPageToken; len(token) == 0 {
			break
		}
	}
	slices.Sort(found.List)
	return nil
}

func toSnake(words string) string {
	var snake strings.Builder
	for _, letter := range words {
		if letter >= 'A' && letter <= 'Z' {
			snake.WriteByte('_')
		}
		snake.WriteRune(letter)
	}
	return snake.String()
}
