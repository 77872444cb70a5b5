namespace Goalkeeper.Runner;

/// <summary>A program as the system starts it: nothing is left to be looked up or replaced.</summary>
/// <param name="File">Its absolute path.</param>
/// <param name="Arguments">What it is given.</param>
/// <param name="Environment">All of its environment.</param>
/// <param name="Folder">Where it runs.</param>
/// <param name="Timeout">How long it may run; null: for ever. A time in which Goalkeeper was suspended does not count.</param>
/// <param name="Grace">How long what it was asked to end (SIGTERM) may take, before it is killed.</param>
internal sealed record ProgramStart(
    string File,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string Folder,
    TimeSpan? Timeout,
    TimeSpan Grace)
{
    /// <summary>Those of its words that may be stored and shown: none has the value of an environment variable.</summary>
    public IReadOnlyList<string> Shown { get; init; } = [File, .. Arguments];

    /// <summary>What messages call the program.</summary>
    public string Name => Shown.Contains(File) ? File : "the program";

    /// <summary>Writes it to the supervisor.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(File);
        writer.Write(Arguments.Count);
        foreach (var argument in Arguments) writer.Write(argument);
        writer.Write(Environment.Count);
        foreach (var (name, value) in Environment)
        {
            writer.Write(name);
            writer.Write(value);
        }
        writer.Write(Folder);
        writer.Write(Timeout?.Ticks ?? -1);
        writer.Write(Grace.Ticks);
    }

    /// <summary>The inverse.</summary>
    public static ProgramStart Read(BinaryReader reader)
    {
        var file = reader.ReadString();
        var arguments = new string[reader.ReadInt32()];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = reader.ReadString();
        var environment = new Dictionary<string, string>();
        for (var left = reader.ReadInt32(); left > 0; left--) environment[reader.ReadString()] = reader.ReadString();
        var folder = reader.ReadString();
        var timeout = reader.ReadInt64();
        return new ProgramStart(file, arguments, environment, folder, timeout < 0 ? null : new TimeSpan(timeout), new TimeSpan(reader.ReadInt64()));
    }
}
