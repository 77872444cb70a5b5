using System.Text;
using CsCheck;
using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner.Programs;

/// <summary>A program's output is kept as it was, or its two ends are.</summary>
public sealed class OutputLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-log-").FullName;

    private string LogFile => Path.Combine(_folder, "output.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Output_is_kept_byte_for_byte_and_where_it_is_too_much_its_two_ends()
    {
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 120].Array[1, 5], Gen.Int[1, 30]).Sample(
            (output, sizes, half) =>
            {
                Write(output, sizes, 2 * half);
                byte[] expected = output.Length <= 2 * half
                    ? output
                    : [.. output[..half], .. Encoding.ASCII.GetBytes($"\n[goalkeeper: {output.Length - 2 * half} bytes left out]\n"), .. output[^half..]];
                Assert.Equal(expected, File.ReadAllBytes(LogFile));
            },
            iter: 500,
            threads: 1);
    }

    [Fact]
    public void While_the_program_runs_its_beginning_is_there_at_once_and_its_end_is_soon()
    {
        var clock = new Clock();
        using var log = new OutputLog(LogFile, 8, clock);
        log.Add("abc"u8);
        Assert.Equal("abc", Text());
        log.Add("defghi"u8);
        log.Flush();
        Assert.Equal("abcdefghi", Text().Replace("\n[goalkeeper: 1 bytes left out]\n", "e", StringComparison.Ordinal));
        log.Add("jkl"u8);
        log.Flush();
        Assert.EndsWith("fghi", Text(), StringComparison.Ordinal);
        clock.Now += 10_000;
        log.Flush();
        Assert.Equal("abcd\n[goalkeeper: 4 bytes left out]\nijkl", Text());

        string Text() => Encoding.ASCII.GetString(ReadShared());
    }

    [Fact]
    public void A_log_that_can_not_be_written_harms_nothing_and_is_told()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        using (var missing = new OutputLog(Path.Combine(_folder, "no", "output.log"), 100, TimeProvider.System))
        {
            missing.Add("abc"u8);
            missing.Add(new byte[1000]);
            missing.Flush();
            Assert.StartsWith("the output was not kept: ", missing.Problem, StringComparison.Ordinal);
        }
        using var full = new OutputLog("/dev/full", 100, TimeProvider.System, FileMode.Open);
        full.Add("abc"u8);
        full.Add(new byte[1000]);
        full.Flush();
        Assert.StartsWith("the output was not kept to its end: ", full.Problem, StringComparison.Ordinal);
    }

    private void Write(byte[] output, int[] sizes, int limit)
    {
        File.Delete(LogFile);
        using var log = new OutputLog(LogFile, limit, TimeProvider.System);
        for (var (at, n) = (0, 0); at < output.Length; n++)
        {
            var size = Math.Min(sizes[n % sizes.Length], output.Length - at);
            log.Add(output.AsSpan(at, size));
            log.Flush();
            at += size;
        }
    }

    private byte[] ReadShared()
    {
        using var file = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; } = 1_000_000;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
