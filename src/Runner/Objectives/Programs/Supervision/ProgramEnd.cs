namespace Goalkeeper.Runner;

/// <summary>Why a program was ended, if it did not end by itself.</summary>
internal enum EndedBy : byte
{
    Itself,
    Timeout,
    Request,
}

/// <summary>How a program ended, after all that it had started did.</summary>
/// <param name="By">Who ended it.</param>
/// <param name="ExitCode">Null where a signal ended it.</param>
/// <param name="Signal">The signal's number, or null.</param>
/// <param name="Wall">From its start to its own end.</param>
/// <param name="Processor">Processor time of it and all that it started.</param>
/// <param name="PeakMemory">The most bytes that one of these processes had in memory; null where that is less than a supervisor has, some 50 MB.</param>
/// <param name="LeftRunning">Whether something that it started could not be killed: another user's, or held by the system.</param>
/// <param name="IsLast">Whether the supervisor leaves.</param>
internal sealed record ProgramEnd(
    EndedBy By, int? ExitCode, int? Signal, TimeSpan Wall, TimeSpan Processor, long? PeakMemory, bool LeftRunning, bool IsLast)
{
    /// <summary>Its bytes for the pipe.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write((byte)By);
        writer.Write(ExitCode ?? -1);
        writer.Write(Signal ?? -1);
        writer.Write(Wall.Ticks);
        writer.Write(Processor.Ticks);
        writer.Write(PeakMemory ?? -1);
        writer.Write(LeftRunning);
        writer.Write(IsLast);
        return bytes.ToArray();
    }

    /// <summary>The inverse.</summary>
    public static ProgramEnd FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return new ProgramEnd(
            (EndedBy)reader.ReadByte(),
            NotNegative(reader.ReadInt32()),
            NotNegative(reader.ReadInt32()),
            new TimeSpan(reader.ReadInt64()),
            new TimeSpan(reader.ReadInt64()),
            reader.ReadInt64() is var peak and >= 0 ? peak : null,
            reader.ReadBoolean(),
            reader.ReadBoolean());
    }

    private static int? NotNegative(int number) => number < 0 ? null : number;
}
