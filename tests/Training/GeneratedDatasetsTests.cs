using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

public class GeneratedDatasetsTests
{
    [Fact]
    public void Circles_are_scikit_learns_bit_for_bit()
    {
        var circles = GeneratedDatasets.Circles();
        AssertExpected("circles_train", circles.Train);
        AssertExpected("circles_test", circles.Test!);
        Assert.Null(circles.Dev);
    }

    [Fact]
    public void The_flower_is_the_courses_bit_for_bit() => AssertExpected("flower", GeneratedDatasets.Flower().Train);

    [Fact]
    public void The_pitch_is_the_same_on_every_machine_and_has_all_three_splits()
    {
        var pitch = GeneratedDatasets.Pitch();
        Assert.Equal([211, 200, 200], pitch.Splits.Select(s => s.Examples.Count));
        Assert.All(pitch.Splits, s => Assert.InRange(s.Examples.Labels.Average(), 0.35, 0.65));
        // Fixed before any sweep was run on it; only arithmetic is used, so this holds on every machine.
        Assert.Equal("22fc0e1fc02aca933bf1108e56895d02488adb3445892c9f2ac99edc923fcd73", pitch.ComputeSha256());
    }

    private static void AssertExpected(string name, Examples examples)
    {
        var expected = ExpectedFigures.Read("datasets").GetProperty(name);
        Assert.Equal(expected.GetProperty("n").GetInt32(), examples.Count);
        Assert.Equal(expected.Numbers("x_first_row"), examples.Features[..2]);
        Assert.Equal(expected.Numbers("y_first20"), examples.Labels[..20]);
        Assert.Equal(expected.GetProperty("positives").GetInt32(), examples.Labels.Sum());
        var hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(examples.Features.AsSpan())));
        Assert.Equal(expected.GetProperty("x_sha256_row_major_le_f64").GetString(), hash);
    }
}
