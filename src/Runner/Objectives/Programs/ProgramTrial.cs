using System.Text.Json;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What a program is told of its trial.</summary>
/// <param name="Sweep">The sweep, as it is referred to.</param>
/// <param name="Number">The trial's number.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Values">The value of each parameter, as it was written: a number, a text, true, false or a list.</param>
/// <param name="Folder">Its own folder.</param>
internal sealed record ProgramTrial(
    string Sweep, long Number, long Seed, IReadOnlyDictionary<string, JsonElement> Values, TrialFolder Folder)
{
    /// <summary>The GPUs that it has for itself, as CUDA counts them; null: as Goalkeeper has them.</summary>
    public string? Gpus { get; init; }

    /// <summary>A value as a command's word: a text without quotes, anything else as JSON has it.</summary>
    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}

/// <summary>The folder of an attempt at a trial, and the names of all that Goalkeeper puts there.</summary>
/// <param name="Path">Its absolute path.</param>
internal sealed record TrialFolder(string Path)
{
    /// <summary>The parameters' values, written before the program starts.</summary>
    public string Parameters => System.IO.Path.Combine(Path, "parameters.json");

    /// <summary>Lines of JSON that the program may write.</summary>
    public string Metrics => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>What the program predicted of examples; it may write it.</summary>
    public string Predictions => System.IO.Path.Combine(Path, "predictions.csv");

    /// <summary>Appears when a stopping rule has ended the trial.</summary>
    public string Stop => System.IO.Path.Combine(Path, "stop");

    /// <summary>What it wrote to its standard output and error.</summary>
    public string Output => System.IO.Path.Combine(Path, SweepStore.OutputFile);

    /// <summary>Why not all that the program left can be read, a sentence; null where it can.</summary>
    public string? Fault()
    {
        if (!Directory.Exists(Path)) return "its folder is gone, and what it had written there";
        if (new DirectoryInfo(Path).LinkTarget is not null) return "its folder was replaced by a link, and what it had written there is not found";
        var strange = ((string[])[Metrics, Predictions, Output]).FirstOrDefault(FileIdentity.IsSpecial) ?? (new FileInfo(Metrics).LinkTarget is null ? null : Metrics);
        if (strange is not null) return $"{System.IO.Path.GetFileName(strange)} is no file, and was not read";
        return new FileInfo(Metrics) is { Exists: true, Length: > MetricsFile.Most } ? $"{System.IO.Path.GetFileName(Metrics)} is larger than {MetricsFile.Most >> 20} MB, and was not read to its end" : null;
    }
}
