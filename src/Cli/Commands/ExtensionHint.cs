using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary>What <c>plan</c> and <c>run</c> say where a sweep has some of a plan's trials already.</summary>
internal static class ExtensionHint
{
    /// <summary>Says it; nothing where no sweep has some, or one has all.</summary>
    public static void Write(CommandContext context, SweepStore store, ExperimentPlan plan)
    {
        if (store.FindPlan(plan.Experiment.Name, plan.Hash) is not null || SweepExtension.Find(store, plan) is not { } extension) return;
        WrappedText.Write(context.Error, string.Create(
            CultureInfo.InvariantCulture,
            $"{extension.Kept} of the {plan.Trials.Count} trials are in {extension.Sweep.Reference} already; `run --extend` would add only the others to it"));
    }

    /// <summary>The same of a store that may not be there.</summary>
    public static void Write(CommandContext context, string path, ExperimentPlan plan)
    {
        if (!File.Exists(path)) return;
        try
        {
            using var store = SweepStore.OpenReadOnly(path);
            Write(context, store, plan);
        }
        catch (Exception e) when (e is UserErrorException or StoreException)
        {
            // A plan needs no store; whoever does says what is wrong with it.
        }
    }
}
