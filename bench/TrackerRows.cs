using System.Globalization;

namespace Goalkeeper.Bench;

/// <summary>The tracker's own cost: trials that take no time, a large store, a short command's start.</summary>
internal static class TrackerRows
{
    /// <summary>Measures the rows.</summary>
    /// <param name="effort">How much.</param>
    /// <param name="folder">For the stores.</param>
    public static IEnumerable<Row> Measure(Effort effort, string folder)
    {
        foreach (var row in Trials(effort, folder)) yield return row;
        yield return Processes(effort, folder);
        foreach (var row in LargeStore(effort, folder)) yield return row;
        yield return StartUp(effort, folder);
    }

    private static IEnumerable<Row> Trials(Effort effort, string folder)
    {
        var runs = Enumerable.Range(0, effort.FewRounds).Select(n => EmptyTrials.Fill(Path.Combine(folder, $"trials{n}.db"), effort.Trials)).ToList();
        var what = $"{Count(effort.Trials)} trials without training, planned, run, committed";
        yield return Row.Reaches(what, runs.Max(r => r.TrialsPerSecond), 3000, "trials/s");
        yield return Row.Below($"{what}: memory", runs.Min(r => r.Megabytes), 300, "MB");
    }

    private static Row Processes(Effort effort, string folder)
    {
        const int processes = 8;
        var trials = 4 * effort.Trials; // so that the start of so many weighs less
        var best = Enumerable.Range(0, Math.Min(effort.Rounds, 3)).Max(n => EmptyTrials.Share(Path.Combine(folder, $"shared{n}.db"), trials, processes));
        return Row.Reaches($"{Count(trials)} trials without training, by {processes} processes of one thread each on one store", best, 1000, "trials/s");
    }

    private static IEnumerable<Row> LargeStore(Effort effort, string folder)
    {
        var path = Path.Combine(folder, "large.db");
        var cost = EmptyTrials.Fill(path, effort.LargeTrials);
        var store = $"store of {Count(effort.LargeTrials)} trials with {Count(EmptyTrials.TracePoints)} trace points each";
        yield return Row.AtMost(
            $"{store}: memory at the end, against when a tenth was done",
            $"{Row.Number(cost.Megabytes)} MB",
            $"{Row.Number(cost.MegabytesEarly)} MB",
            cost.Megabytes / cost.MegabytesEarly,
            1.1);
        yield return Row.Below($"{store}: its size", new FileInfo(path).Length / 1e6, 150, "MB");

        string[][] commands =
        [
            ["list"],
            ["show", EmptyTrials.Name],
            ["show", $"{EmptyTrials.Name}/77"],
            ["trials", EmptyTrials.Name, "--top", "10"],
            ["trials", EmptyTrials.Name, "--order-by", "dev_accuracy desc", "--top", "10"],
        ];
        var best = Enumerable.Repeat(double.PositiveInfinity, commands.Length).ToArray();
        for (var round = 0; round < effort.Rounds; round++)
            for (var i = 0; i < commands.Length; i++) best[i] = Math.Min(best[i], Time(path, commands[i]).Wall);
        for (var i = 0; i < commands.Length; i++)
            yield return Row.Below($"{store}: `{string.Join(' ', commands[i])}`", best[i], 0.5, "s");
    }

    private static Row StartUp(Effort effort, string folder)
    {
        var path = Path.Combine(folder, "nothing.db");
        using (Store.SweepStore.Open(path))
        {
            // The schema and no sweep.
        }
        var best = Enumerable.Range(0, 2 * effort.Rounds).Min(_ => Time(path, "list").Cpu);
        return Row.Below("`list` on an empty store: processor time", best, 0.2, "s");
    }

    private static (double Wall, double Cpu) Time(string store, params string[] words) =>
        Command.Time(["dotnet", Repository.Goalkeeper, .. words, "--store", store]);

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
