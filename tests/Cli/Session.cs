using System.Globalization;
using Goalkeeper.Cli;
using Goalkeeper.Cli.Context;
using Goalkeeper.Store;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Cli;

/// <summary>What a command printed, and its exit code.</summary>
internal sealed record Printed(int ExitCode, string Out, string Error);

/// <summary>The command line in this process, with a folder and a store of its own.</summary>
internal sealed class Session : IDisposable
{
    /// <summary>An experiment of four quick trials.</summary>
    public const string Small = """
        name: small
        dataset: pitch
        network: { hidden: [3] }
        training: { learning_rate: 0.3, iterations: 40, record_every: 10 }
        parameters: { lambda: [0, 0.7] }
        replicates: 2
        """;

    public string Folder { get; } = Directory.CreateTempSubdirectory("goalkeeper-cli-").FullName;

    public string Store => File("goalkeeper.db");

    /// <summary>Changes the world that commands see.</summary>
    public Func<CommandContext, CommandContext> World { get; set; } = context => context;

    public static string Experiment(string name) => Path.Combine(Experiments.Root, "experiments", name + ".yaml");

    public string File(string name) => Path.Combine(Folder, name);

    public string Write(string text, string name = "small.yaml")
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public Printed Run(params string[] words)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var variables = new Dictionary<string, string> { ["GOALKEEPER_STORE"] = Store, ["GOALKEEPER_DATA"] = Folder };
        var exitCode = CommandLine.Run(words, World(new CommandContext
        {
            Out = new OutputWriter(output),
            Error = new OutputWriter(error),
            Variable = variables.GetValueOrDefault,
            ListenForStop = () => StopRequest.From(CancellationToken.None),
        }));
        return new Printed(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs and expects success.</summary>
    public string Succeed(params string[] words)
    {
        var printed = Run(words);
        Assert.True(printed.ExitCode == 0, printed.Error);
        return printed.Out;
    }

    /// <summary>Runs and expects one line on the error stream, no stack trace, and nothing else.</summary>
    public string Fail(int exitCode, params string[] words)
    {
        var printed = Run(words);
        Assert.Equal(exitCode, printed.ExitCode);
        Assert.Equal("", printed.Out);
        Assert.StartsWith("error: ", printed.Error, StringComparison.Ordinal);
        Assert.Single(printed.Error.TrimEnd('\n').Split('\n'));
        return printed.Error;
    }

    /// <summary>Rows of a query of the store, or of another, cells joined by |.</summary>
    public IReadOnlyList<string> Query(string sql, string? other = null)
    {
        using var store = SweepStore.OpenReadOnly(other ?? Store);
        using var result = store.Query(sql);
        return [.. result.Rows().Select(row => string.Join('|', row.Select(Goalkeeper.Report.CsvRows.Text)))];
    }

    /// <summary>Everything that trials produced, bit for bit: metrics, traces, predictions, weights.</summary>
    public IReadOnlyList<string> Numbers() =>
    [
        .. Query("SELECT t.number, t.state, m.name, m.value FROM trial t JOIN metric m ON m.attempt_id = t.attempt_id ORDER BY 1, 3"),
        .. Query("SELECT t.number, r.metric, r.step, r.value FROM trial t JOIN trace r ON r.attempt_id = t.attempt_id ORDER BY 1, 2, 3"),
        .. Query("SELECT t.number, p.split, p.labels, p.probabilities FROM trial t JOIN prediction p ON p.attempt_id = t.attempt_id ORDER BY 1, 2"),
        .. Query("SELECT t.number, w.layers, w.content FROM trial t JOIN weights w ON w.attempt_id = t.attempt_id ORDER BY 1"),
    ];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
