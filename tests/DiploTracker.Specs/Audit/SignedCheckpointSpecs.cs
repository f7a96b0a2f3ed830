using DiploTracker.Audit;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Audit;

public sealed class SignedCheckpointSpecs
{
    [Fact] // the example of C2SP signed-note
    public void the_verification_key_of_the_specification_verifies_its_note()
    {
        var key = VerifierKey.Read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").ShouldNotBeNull();
        key.ToString().ShouldBe("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        key.Verifies(
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"u8,
            Convert.FromBase64String("x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=")[4..]).ShouldBeTrue();
    }

    [Fact]
    public void a_checkpoint_is_read_back_as_it_was_signed()
    {
        var (key, pem) = SigningKey.Create();
        using var again = SigningKey.Read(pem).ShouldNotBeNull();
        var signed = SignedCheckpoint.Sign(new Checkpoint("diplotracker/x", 12, Merkle.EmptyRoot), again);
        var read = SignedCheckpoint.Read(signed.Note).ShouldNotBeNull();
        read.Checkpoint.Size.ShouldBe(12);
        read.IsSignedBy([key.Verifier("diplotracker/x")]).ShouldBeTrue();
        read.IsSignedBy([key.Verifier("diplotracker/y")]).ShouldBeFalse();
        read.IsSignedBy([SigningKey.Create().Key.Verifier("diplotracker/x")]).ShouldBeFalse();
        SignedCheckpoint.Read(signed.Note.Replace("\n12\n", "\n13\n", StringComparison.Ordinal))!.IsSignedBy([key.Verifier("diplotracker/x")]).ShouldBeFalse();
        key.Dispose();
    }
}
